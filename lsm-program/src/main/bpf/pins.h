/*
 * The names on bpffs that keep a gate when its keeper has gone. Its links have no hook of their own: they are kept
 * from being opened here. The other hooks are loaded for a gate that is to be locked. They refuse whatever would take
 * the names away, until the machine is booted again and to everybody: the keeper fills gate_places and freezes it, and
 * cannot take anything back.
 *
 * The pins are gone with the last mount of their file system. So its mount cannot be unmounted, moved, or carried
 * away with the mount that it is on; and a directory that something is mounted on, in any namespace, cannot be
 * removed, because the kernel would unmount what is there.
 */
#pragma once

#include "keeper.h"
#include "protect.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, struct gate_place);
	__type(value, __u32);
} gate_places SEC(".maps");

static __always_inline __u32 traits_of(__u64 inode, __u32 device)
{
	struct gate_place place = { .inode = inode, .device = device };
	__u32 *traits = bpf_map_lookup_elem(&gate_places, &place);

	return traits ? *traits : 0;
}

/* Asked for each part of each path: all but a comparison is for files on bpffs. */
SEC("?lsm/inode_permission")
int BPF_PROG(gate_pin_open, struct inode *inode, int mask)
{
	struct super_block *super = inode->i_sb;

	if (super->s_magic != BPF_FS_MAGIC || !(mask & (MAY_READ | MAY_WRITE)))
		return 0;
	if (!PROTECTS(GATE_PROTECT_OBJECTS) || !(traits_of(inode->i_ino, super->s_dev) & GATE_PLACE_KEPT) ||
	    is_keeper(bpf_get_current_task_btf()))
		return 0;
	return refuse(GATE_HOOK_PIN, inode->i_ino, GATE_OWN_OBJECT);
}

static __always_inline bool is_fixed(struct dentry *entry)
{
	struct inode *inode = entry->d_inode;

	return inode && PROTECTS(GATE_PROTECT_PINS) &&
	       traits_of(inode->i_ino, inode->i_sb->s_dev) & GATE_PLACE_FIXED;
}

static __always_inline bool carries_mount(struct dentry *entry)
{
	__u32 mounted = 1 << 16;

	if (bpf_core_enum_value_exists(enum dentry_flags___numbered, DCACHE_MOUNTED___numbered))
		mounted = bpf_core_enum_value(enum dentry_flags___numbered, DCACHE_MOUNTED___numbered);
	return PROTECTS(GATE_PROTECT_PINS) && entry->d_flags & mounted;
}

static __always_inline int refuse_pin(struct dentry *entry)
{
	struct inode *inode = entry->d_inode;

	return refuse(GATE_HOOK_PIN, inode ? inode->i_ino : 0, GATE_LOCKED_PIN);
}

SEC("?lsm/inode_unlink")
int BPF_PROG(gate_pin_unlink, struct inode *folder, struct dentry *entry)
{
	(void)folder;
	return is_fixed(entry) || carries_mount(entry) ? refuse_pin(entry) : 0;
}

SEC("?lsm/inode_rmdir")
int BPF_PROG(gate_pin_rmdir, struct inode *folder, struct dentry *entry)
{
	(void)folder;
	return is_fixed(entry) || carries_mount(entry) ? refuse_pin(entry) : 0;
}

/* The kernel asks twice, the second time the other way round, where two are exchanged. */
SEC("?lsm/inode_rename")
int BPF_PROG(gate_pin_rename, struct inode *from, struct dentry *entry, struct inode *to, struct dentry *replaced)
{
	(void)from;
	(void)to;
	if (is_fixed(entry))
		return refuse_pin(entry);
	return is_fixed(replaced) || carries_mount(replaced) ? refuse_pin(replaced) : 0;
}

static __always_inline bool in_namespace(void)
{
	struct nsproxy *namespaces = bpf_get_current_task_btf()->nsproxy;

	return namespaces && traits_of(namespaces->mnt_ns->ns.inum, 0) & GATE_PLACE_NAMESPACE;
}

static __always_inline struct mount *real_mount(struct vfsmount *seen)
{
	return (void *)seen - bpf_core_field_offset(struct mount, mnt);
}

/* Whether a mount is in the namespace of the pins; another's may reach it, through /proc/PID/root. */
static __always_inline bool is_of_namespace(struct vfsmount *seen)
{
	struct mnt_namespace *namespace = BPF_CORE_READ(real_mount(seen), mnt_ns);

	return namespace && traits_of(BPF_CORE_READ(namespace, ns.inum), 0) & GATE_PLACE_NAMESPACE;
}

/* What the root is mounted on, where the machine was booted from memory: kernel threads have it as their root. */
static __always_inline bool is_top(struct vfsmount *seen)
{
	return BPF_CORE_READ(real_mount(seen), mnt_parent) == real_mount(seen);
}

static __always_inline __u32 traits_of_mount(struct vfsmount *mount)
{
	return PROTECTS(GATE_PROTECT_PINS) ? traits_of(0, mount->mnt_sb->s_dev) : 0;
}

static __always_inline bool carries_pins(__u32 traits)
{
	return traits & (GATE_PLACE_MOUNTED | GATE_PLACE_ABOVE) || (traits & GATE_PLACE_ROOT && in_namespace());
}

static __always_inline int refuse_mount(struct super_block *super)
{
	return refuse(GATE_HOOK_MOUNT, super->s_dev, GATE_LOCKED_PIN);
}

/* Unless asked to detach, the kernel leaves mounts alone that carry others. */
SEC("?lsm/sb_umount")
int BPF_PROG(gate_pin_umount, struct vfsmount *mount, int flags)
{
	__u32 traits = traits_of_mount(mount);

	if (traits & GATE_PLACE_MOUNTED || (flags & MNT_DETACH && carries_pins(traits)))
		return refuse_mount(mount->mnt_sb);
	return 0;
}

/*
 * mount(2) moves what it has only a name of, so that in the namespace of the pins nothing is moved by it. And the
 * mounts that carry the pins stay private: what is unmounted elsewhere would be unmounted here, if they were shared.
 */
SEC("?lsm/sb_mount")
int BPF_PROG(gate_pin_mount, const char *source, const struct path *path, const char *type, unsigned long flags)
{
	(void)source;
	(void)type;
	if (!(flags & (MS_MOVE | MS_SHARED)))
		return 0;
	struct super_block *super = path->mnt->mnt_sb;
	__u32 traits = traits_of_mount(path->mnt);

	if (!PROTECTS(GATE_PROTECT_PINS) || !(in_namespace() || is_of_namespace(path->mnt)))
		return 0;
	if (flags & MS_MOVE || traits & (GATE_PLACE_MOUNTED | GATE_PLACE_ABOVE) ||
	    (flags & MS_REC && path->dentry == super->s_root && (traits & GATE_PLACE_ROOT || is_top(path->mnt))))
		return refuse_mount(super);
	return 0;
}

enum { CAP_SYS_ADMIN = 21 };                      /* include/uapi/linux/capability.h */
enum { NR_mount_setattr = 442, NR_open_tree_attr = 467 }; /* the same on every machine */

/*
 * mount_setattr(2) and open_tree_attr(2) can make mounts shared as mount(2) can, and ask no hook of their own: only for
 * the capability, which is refused to them in the namespace.
 */
SEC("?lsm/capable")
int BPF_PROG(gate_pin_setattr, const void *credentials, const void *owner, int capability)
{
	(void)credentials;
	(void)owner;
	if (capability != CAP_SYS_ADMIN || !PROTECTS(GATE_PROTECT_PINS))
		return 0;
	int number = system_call(bpf_get_current_task_btf());

	if ((number != NR_mount_setattr && number != NR_open_tree_attr) || !in_namespace())
		return 0;
	return refuse(GATE_HOOK_MOUNT, 0, GATE_LOCKED_PIN);
}

/* Whether a path is that of a mount of a whole file system. */
static __always_inline bool is_whole(const struct path *path)
{
	return path->dentry == path->mnt->mnt_sb->s_root;
}

/*
 * A mount can be put beneath another one, which is then carried by it, or become one of those that another of the same
 * file system is shared with. What the flags say is not asked here, so that nothing is put over those that carry the
 * pins, either; mount(2) does that.
 */
static __always_inline bool may_carry(const struct path *to)
{
	return is_whole(to) && traits_of_mount(to->mnt) && is_of_namespace(to->mnt);
}

SEC("?lsm/move_mount")
int BPF_PROG(gate_pin_move, const struct path *from, const struct path *to)
{
	if ((carries_pins(traits_of_mount(from->mnt)) && is_whole(from)) || may_carry(to))
		return refuse_mount(to->mnt->mnt_sb);
	return 0;
}

/* The old root is mounted on the new one then, and unmounted with it. */
SEC("?lsm/sb_pivotroot")
int BPF_PROG(gate_pin_pivot, const struct path *from, const struct path *to)
{
	(void)from;
	return PROTECTS(GATE_PROTECT_PINS) && in_namespace() ? refuse_mount(to->mnt->mnt_sb) : 0;
}

SEC("?lsm/sb_remount")
int BPF_PROG(gate_pin_remount, struct super_block *super)
{
	return PROTECTS(GATE_PROTECT_PINS) && traits_of(0, super->s_dev) & GATE_PLACE_MOUNTED ? refuse_mount(super) : 0;
}
