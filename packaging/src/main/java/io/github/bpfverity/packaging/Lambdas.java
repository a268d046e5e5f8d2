package io.github.bpfverity.packaging;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The lambdas of a class as a list for an archive names them: {@code @lambda-proxy CALLER METHOD FACTORY ERASED KIND
 * OWNER NAME DESCRIPTOR INSTANTIATED}. Source: what {@code java -XX:DumpLoadedClassList} writes, and
 * {@code src/hotspot/share/classfile/classListParser.cpp}.
 */
final class Lambdas extends ClassVisitor {
    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

    /** By the number of a method handle's kind, JVMS 4.4.8. */
    private static final List<String> KINDS = List.of(
            "",
            "REF_getField",
            "REF_getStatic",
            "REF_putField",
            "REF_putStatic",
            "REF_invokeVirtual",
            "REF_invokeStatic",
            "REF_invokeSpecial",
            "REF_newInvokeSpecial",
            "REF_invokeInterface");

    private final String caller;
    private final List<String> lines = new ArrayList<>();

    private Lambdas(String caller) {
        super(Opcodes.ASM9);
        this.caller = caller;
    }

    static List<String> of(ClassReader type) {
        Lambdas lambdas = new Lambdas(type.getClassName());
        type.accept(lambdas, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return lambdas.lines;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitInvokeDynamicInsn(String method, String factory, Handle maker, Object... arguments) {
                if (maker.getOwner().equals(FACTORY)) {
                    lines.add(line(method, factory, (Type) arguments[0], (Handle) arguments[1], (Type) arguments[2]));
                }
            }
        };
    }

    private String line(String method, String factory, Type erased, Handle body, Type instantiated) {
        return String.join(
                " ",
                "@lambda-proxy",
                caller,
                method,
                factory,
                erased.getDescriptor(),
                KINDS.get(body.getTag()),
                body.getOwner(),
                body.getName(),
                body.getDesc(),
                instantiated.getDescriptor());
    }
}
