/*
 * Every way to take the pins of a gate away: `unpin attack PINS DISK`, with the folder of the pins on the bpffs at
 * /sys/fs/bpf and the block device of the root. Each attempt says what it came to. It ends with STOPPED if all pins are
 * still there, under their names; the twin does to a pin and a folder of its own, on the same bpffs, what one may.
 */
#include "ring.h"
#include <dirent.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

enum { SYS_open_tree_ = 428, SYS_move_mount_ = 429, SYS_mount_setattr_ = 442, CLONE_TREE = 1, RECURSIVE = 0x8000,
       SET_GROUP = 0x100, BENEATH = 0x200, FROM_DESCRIPTOR = 4 };

static const char *pins;

static void tried(const char *what, long result)
{
	dprintf(1, "%s: %s\n", what, result < 0 ? strerror(errno) : "done");
}

static int count_pins(void)
{
	DIR *folder = opendir(pins);
	int count = 0;

	while (folder && readdir(folder))
		count++;
	if (folder)
		closedir(folder);
	return count;
}

static void by_name(void)
{
	char path[300], other[300];
	DIR *folder = opendir(pins);
	struct dirent *entry;

	snprintf(other, sizeof(other), "%s-other", pins);
	tried("mkdir beside them", mkdir(other, 0700));
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", pins, entry->d_name);
		tried("unlink", unlink(path));
		tried("unlink by io_uring", by_ring(IORING_OP_UNLINKAT, path, NULL));
		snprintf(other, sizeof(other), "%s-other/%s", pins, entry->d_name);
		tried("rename by io_uring", by_ring(IORING_OP_RENAMEAT, path, other));
		tried("rename", rename(path, other));
	}
	closedir(folder);
	snprintf(other, sizeof(other), "%s-other", pins);
	tried("rename the folder", rename(pins, other));
	tried("exchange the folder", syscall(SYS_renameat2, AT_FDCWD, other, AT_FDCWD, pins, 2));
	tried("remove the folder", rmdir(pins));
	tried("rmdir beside them", rmdir(other));
}

static int shared(const char *path)
{
	struct mount_attr attributes = { .propagation = MS_SHARED };

	return syscall(SYS_mount_setattr_, AT_FDCWD, path, RECURSIVE, &attributes, sizeof(attributes));
}

static void by_mount(void)
{
	mkdir("/tmp/unpin", 0700);
	mkdir("/tmp/unpin/moved", 0700);
	tried("umount", umount2("/sys/fs/bpf", 0));
	tried("umount -f", umount2("/sys/fs/bpf", MNT_FORCE));
	tried("umount -l", umount2("/sys/fs/bpf", MNT_DETACH));
	tried("umount -l of what carries it", umount2("/sys", MNT_DETACH));
	tried("umount -l of the root", umount2("/", MNT_DETACH));
	tried("mount --move", mount("/sys/fs/bpf", "/tmp/unpin/moved", NULL, MS_MOVE, NULL));
	tried("mount --move of what carries it", mount("/sys", "/tmp/unpin/moved", NULL, MS_MOVE, NULL));
	tried("move_mount", syscall(SYS_move_mount_, AT_FDCWD, "/sys/fs/bpf", AT_FDCWD, "/tmp/unpin/moved", 0));
	tried("move_mount of what carries it", syscall(SYS_move_mount_, AT_FDCWD, "/sys", AT_FDCWD, "/tmp/unpin/moved", 0));
	tried("remount", mount(NULL, "/sys/fs/bpf", NULL, MS_REMOUNT | MS_RDONLY, NULL));
}

/* Makes all mounts shared, and unmounts a copy that is made of them: what is shared would go, too. */
static void by_copy(void)
{
	tried("make them shared", mount(NULL, "/", NULL, MS_SHARED | MS_REC, NULL));
	tried("make what carries them shared", mount(NULL, "/sys", NULL, MS_SHARED, NULL));
	tried("make it shared by mount_setattr", shared("/sys"));
	tried("make shared from what the root is on", mount(NULL, "/proc/2/root", NULL, MS_SHARED | MS_REC, NULL));
	mkdir("/tmp/unpin/copy", 0700);
	tried("bind", mount("/sys", "/tmp/unpin/copy", NULL, MS_BIND | MS_REC, NULL));
	tried("umount -l of the copy", umount2("/tmp/unpin/copy", MNT_DETACH));
	tried("umount of the copy", umount2("/tmp/unpin/copy/fs/bpf", 0));
}

static int in_child(void (*work)(const char *), const char *argument)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		work(argument);
		_exit(0);
	}
	return waitpid(child, &status, 0);
}

static void in_namespace(const char *unused)
{
	(void)unused;
	tried("unshare", unshare(CLONE_NEWNS));
	tried("make the copies shared", shared("/"));
	tried("umount there", umount2("/sys/fs/bpf", 0));
	tried("umount -l there", umount2("/sys/fs/bpf", MNT_DETACH));
	tried("umount -l there of what carries it", umount2("/sys", MNT_DETACH));
	tried("umount -l there of the root", umount2("/", MNT_DETACH));
}

/* Makes the mounts of the first namespace shared, with those that it is in or at all. */
static void share_from_elsewhere(const char *unused)
{
	(void)unused;
	tried("unshare", unshare(CLONE_NEWNS));
	tried("make the copies shared", shared("/"));
	tried("share with them", syscall(SYS_move_mount_, AT_FDCWD, "/", AT_FDCWD, "/proc/1/root", SET_GROUP));
	tried("share with them", syscall(SYS_move_mount_, AT_FDCWD, "/sys", AT_FDCWD, "/proc/1/root/sys", SET_GROUP));
	tried("make the first namespace shared", mount(NULL, "/proc/1/root", NULL, MS_SHARED | MS_REC, NULL));
	tried("make its /sys shared", mount(NULL, "/proc/1/root/sys", NULL, MS_SHARED, NULL));
	tried("make it shared by mount_setattr", shared("/proc/1/root"));
	tried("make shared from what the root is on", mount(NULL, "/proc/2/root", NULL, MS_SHARED | MS_REC, NULL));
}

/* With the mount that carries a copy goes the copy, and what is shared with it. */
static void carry_away(const char *unused)
{
	(void)unused;
	tried("unshare", unshare(CLONE_NEWNS));
	mkdir("/tmp/unpin/own", 0700);
	tried("a mount of its own", mount("none", "/tmp/unpin/own", "tmpfs", 0, NULL));
	mkdir("/tmp/unpin/own/sys", 0700);
	tried("bind", mount("/sys", "/tmp/unpin/own/sys", NULL, MS_BIND | MS_REC, NULL));
	tried("umount -l of what carries the copy", umount2("/tmp/unpin/own", MNT_DETACH));
}

/* Where a directory is no mount point, it can be removed, and the kernel unmounts what is on it elsewhere. */
static void by_mount_point(const char *disk)
{
	tried("unshare", unshare(CLONE_NEWNS));
	tried("make the copies private", mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL));
	mkdir("/tmp/unpin/root", 0700);
	tried("a root of its own", mount("none", "/tmp/unpin/root", "tmpfs", 0, NULL));
	mkdir("/tmp/unpin/root/old", 0700);
	mkdir("/tmp/unpin/root/disk", 0700);
	mkdir("/tmp/unpin/root/dev", 0700);
	tried("bind the devices", mount("/dev", "/tmp/unpin/root/dev", NULL, MS_BIND, NULL));
	tried("pivot_root", syscall(SYS_pivot_root, "/tmp/unpin/root", "/tmp/unpin/root/old"));
	tried("chdir", chdir("/"));
	tried("umount -l of the old root", umount2("/old", MNT_DETACH));
	tried("the disk", mount(disk, "/disk", "ext4", 0, NULL));
	tried("rmdir of the mount point", rmdir("/disk/sys"));
	mkdir("/disk/empty", 0700);
	tried("rename over the mount point", rename("/disk/empty", "/disk/sys"));
	rmdir("/disk/empty");
}

static int new_file_system(void)
{
	int context = syscall(SYS_fsopen, "tmpfs", 0);

	syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
	return syscall(SYS_fsmount, context, 0, 0);
}

/* Puts a mount of its own between what carries the pins and that in turn, and carries them away with it. */
static void by_mount_beneath(const char *what)
{
	char path[64];
	int own = new_file_system();

	tried("a mount beneath", syscall(SYS_move_mount_, own, "", AT_FDCWD, what, FROM_DESCRIPTOR | BENEATH));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", own);
	tried("umount -l of the mount beneath", umount2(path, MNT_DETACH));
}

/* Only of a root that is mounted on something: one beneath it, from a root of one's own. */
static void by_mount_beneath_root(const char *unused)
{
	(void)unused;
	mkdir("/tmp/unpin/bound", 0700);
	tried("bind the root", mount("/", "/tmp/unpin/bound", NULL, MS_BIND | MS_REC, NULL));
	int root = open("/", O_PATH);
	char path[64];

	tried("chroot", chroot("/tmp/unpin/bound"));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", root);
	by_mount_beneath(path);
	tried("umount -l of the copy", umount2("/", MNT_DETACH));
}

/* Makes another mount the root, which then carries the old one, and unmounts that: the last that is tried. */
static void by_root(void)
{
	mkdir("/tmp/unpin/root", 0700);
	tried("make the root private", mount(NULL, "/", NULL, MS_PRIVATE, NULL));
	tried("another root", mount("none", "/tmp/unpin/root", "tmpfs", 0, NULL));
	mkdir("/tmp/unpin/root/old", 0700);
	tried("pivot_root in the first namespace", syscall(SYS_pivot_root, "/tmp/unpin/root", "/tmp/unpin/root/old"));
	tried("chdir", chdir("/tmp/unpin"));
	if (access("/old/sys", F_OK) == 0)
		tried("umount -l of the new root", umount2("/", MNT_DETACH));
	else
		umount2("/tmp/unpin/root", MNT_DETACH);
}

static void twin(void)
{
	char folder[300], file[320], other[320];

	snprintf(folder, sizeof(folder), "%s-twin", pins);
	snprintf(file, sizeof(file), "%s/link", folder);
	snprintf(other, sizeof(other), "%s/other", folder);
	if (mkdir(folder, 0700) != 0 || symlink("nothing", file) != 0 || rename(file, other) != 0 || unlink(other) != 0 ||
	    rmdir(folder) != 0)
		end(DENIED, "names of its own: %s", strerror(errno));
	mkdir("/tmp/twin", 0700);
	if (mount("none", "/tmp/twin", "tmpfs", 0, NULL) != 0 || umount2("/tmp/twin", MNT_DETACH) != 0 ||
	    mount("none", "/tmp/twin", "bpf", 0, NULL) != 0 || umount2("/tmp/twin", 0) != 0)
		end(DENIED, "mounts of its own: %s", strerror(errno));
	end(GRANTED, "names and mounts of its own");
}

int main(int count, char **arguments)
{
	if (count != 4)
		end(ERROR, "attack or twin, PINS and DISK are needed");
	pins = arguments[2];
	if (strcmp(arguments[1], "twin") == 0)
		twin();
	int before = count_pins();

	by_name();
	by_mount();
	by_copy();
	in_child(by_mount_point, arguments[3]);
	in_child(share_from_elsewhere, NULL);
	in_child(carry_away, NULL);
	in_child(in_namespace, NULL);
	by_mount_beneath("/sys/fs/bpf");
	by_mount_beneath("/sys");
	in_child(by_mount_beneath_root, NULL);
	by_root();
	int after = count_pins();

	if (before < 20)
		end(ERROR, "only %d pins are there", before);
	end(before == after ? STOPPED : GRANTED, "of %d names there are %d", before, after);
}
