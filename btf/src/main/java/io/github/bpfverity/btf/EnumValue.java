package io.github.bpfverity.btf;

/** A named value; in an unsigned enumeration of 8 bytes, values above 2<sup>63</sup> - 1 are negative here. */
public record EnumValue(String name, long value) {}
