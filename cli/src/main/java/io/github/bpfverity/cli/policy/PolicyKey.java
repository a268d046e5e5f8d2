package io.github.bpfverity.cli.policy;

import io.github.bpfverity.cli.policy.PolicyException.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that policies are signed with: an Ed25519 public key or an X.509 certificate, in PEM (RFC 7468).
 *
 * <p>A certificate's key may also be RSA of 2048 bits or more, or ECDSA, both with SHA-256. No chain is followed: the
 * certificate is trusted as it lies there, between its dates.
 */
final class PolicyKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]+=*\\s*");
    private static final int ED25519_SIGNATURE = 64;
    private static final int SHORTEST_RSA = 2048;

    private final PublicKey key;
    private final String algorithm;

    private PolicyKey(PublicKey key, String algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    /**
     * Reads a key file.
     *
     * @param name the file's, for messages
     */
    static PolicyKey parse(byte[] file, String name) throws PolicyException {
        Matcher pem = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw bad(name, "no PEM with an Ed25519 public key or an X.509 certificate");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            PublicKey key = pem.group(1).equals("CERTIFICATE") ? ofCertificate(der, name) : ed25519(der);
            return new PolicyKey(key, algorithm(key, name));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw bad(name, "not a key that this Java runtime can use: " + e.getMessage());
        }
    }

    private static PublicKey ed25519(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    }

    private static PublicKey ofCertificate(byte[] der, String name) throws GeneralSecurityException, PolicyException {
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            throw new PolicyException(
                    Kind.NOT_TRUSTED,
                    name + ": the certificate is valid from "
                            + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant() + ", and not now");
        }
        return certificate.getPublicKey();
    }

    private static String algorithm(PublicKey key, String name) throws PolicyException {
        return switch (key.getAlgorithm()) {
            case "EdDSA", "Ed25519" -> "Ed25519";
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> {
                if (((RSAKey) key).getModulus().bitLength() < SHORTEST_RSA) {
                    throw bad(name, "an RSA key of fewer than " + SHORTEST_RSA + " bits");
                }
                yield "SHA256withRSA";
            }
            default -> throw bad(name, "a key for " + key.getAlgorithm() + "; Ed25519, ECDSA or RSA is needed");
        };
    }

    /** Returns if the signature, raw or in base64, is this key's of these bytes. */
    void require(byte[] signed, byte[] signature, String name) throws PolicyException {
        if (!verifies(signed, decoded(signature))) {
            throw new PolicyException(
                    Kind.NOT_TRUSTED, name + ": its signature is not of this file by this key; sign it again");
        }
    }

    private boolean verifies(byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // not even of the right form
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has lost " + algorithm, e);
        }
    }

    private static byte[] decoded(byte[] signature) {
        String text = new String(signature, StandardCharsets.ISO_8859_1);
        boolean raw =
                signature.length == ED25519_SIGNATURE || !BASE64.matcher(text).matches();
        return raw ? signature : Base64.getMimeDecoder().decode(text);
    }

    private static PolicyException bad(String name, String words) {
        return new PolicyException(Kind.BAD_DATA, name + ": " + words);
    }
}
