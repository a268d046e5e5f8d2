package io.github.bpfverity.parsertests.judge;

import org.junit.jupiter.api.Tag;

/** The same on the booted kernels. */
@Tag("kernel")
class KernelJudgeOnKernelsTest extends KernelJudgeTest {}
