package io.github.bpfverity.btf;

import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.List;
import org.quicktheories.core.Gen;

/**
 * Generates valid type graphs. A graph is a list of recipes: each is a kind and a few numbers, and refers to
 * types before it by distance (any type at all through pointers), so that every sub-list of a valid graph is
 * one too. Kinds that do not exist leave their type out, which is how graphs shrink.
 */
public final class BtfGraphs {
    private static final String[] NAMES = {"", "a", "b", "list", "list_head", "task_struct___x", "ünï"};

    private static final int KINDS = 19;

    private BtfGraphs() {}

    /** One type to be made: its kind, then numbers that each kind uses as it likes. */
    record Recipe(int kind, List<Integer> numbers) {
        int number(int index) {
            return numbers.get(index);
        }
    }

    /** Graphs of up to {@code most} types. */
    public static Gen<List<BtfType>> graphs(int most) {
        return recipes(most).map(BtfGraphs::cook);
    }

    private static Gen<List<Recipe>> recipes(int most) {
        Gen<List<Integer>> numbers = lists().of(integers().between(0, 1000)).ofSize(7);
        Gen<Recipe> recipe = integers().between(0, 2 * KINDS).zip(numbers, Recipe::new);
        return lists().of(recipe).ofSize(2 * most);
    }

    static List<BtfType> cook(List<Recipe> recipes) {
        var kitchen = new Kitchen((int) recipes.stream()
                .filter(recipe -> recipe.kind() > 0 && recipe.kind() <= KINDS)
                .count());
        recipes.forEach(kitchen::cook);
        return kitchen.types;
    }

    /** Makes types that are valid after those already made. */
    private static final class Kitchen {
        private final int total;
        private final List<BtfType> types = new ArrayList<>();
        /** How deep each type nests by value, to stay below the limit, and its size or -1. */
        private final List<Integer> depths = new ArrayList<>();

        private final List<Long> sizes = new ArrayList<>();

        Kitchen(int total) {
            this.total = total;
            depths.add(0);
            sizes.add(-1L);
        }

        void cook(Recipe recipe) {
            switch (recipe.kind()) {
                case 1 -> cookInt(recipe);
                case 2 -> put(new BtfType.Ptr(anywhere(recipe)), 1, 8);
                case 3 -> cookArray(recipe);
                case 4, 5 -> cookComposite(recipe);
                case 6, 19 -> cookEnumeration(recipe);
                case 7 -> put(new BtfType.Fwd(name(recipe), flag(recipe)), 1, -1);
                case 8 -> wrap(recipe, new BtfType.Typedef(name(recipe), before(recipe)));
                case 9 -> wrap(recipe, new BtfType.Volatile(before(recipe)));
                case 10 -> wrap(recipe, new BtfType.Const(before(recipe)));
                case 11 -> wrap(recipe, new BtfType.Restrict(before(recipe)));
                case 12 -> cookFunc(recipe);
                case 13 -> put(proto(recipe), 1, -1);
                case 14 -> put(new BtfType.Var(name(recipe), before(recipe), recipe.number(2) % 3), 1, -2);
                case 15 -> cookDatasec(recipe);
                case 16 -> put(new BtfType.Float(name(recipe), 1L << recipe.number(1) % 5), 1, 8);
                case 17 -> put(tag(recipe), 1, -2);
                case 18 -> wrap(recipe, new BtfType.TypeTag(name(recipe), before(recipe), flag(recipe)));
                default -> {}
            }
        }

        private void put(BtfType type, int depth, long size) {
            types.add(type);
            depths.add(depth);
            sizes.add(size);
        }

        private void wrap(Recipe recipe, BtfType type) {
            int target = before(recipe);
            put(type, depths.get(target) + 1, sizes.get(target));
        }

        private void cookInt(Recipe recipe) {
            int size = 1 << recipe.number(1) % 5;
            put(new BtfType.Int(name(recipe), size, recipe.number(2) % 8, recipe.number(3) % 4, 8 * size - 4), 1, size);
        }

        private void cookArray(Recipe recipe) {
            int element = before(recipe);
            long size = sizes.get(element);
            long count = size > 1 << 20 ? 1 : recipe.number(2) % 5;
            put(new BtfType.Array(element, 0, count), depths.get(element) + 1, size < 0 ? -1 : size * count);
        }

        private void cookComposite(Recipe recipe) {
            var members = new ArrayList<Member>();
            int depth = 0;
            long end = 0;
            boolean flag = flag(recipe);
            for (int i = 0; i < recipe.number(3) % 4; i++) {
                int type = before(recipe, i);
                int bits = flag ? recipe.number(i + 2) % 30 : 0;
                long offset = recipe.kind() == 5 ? 0 : end;
                members.add(new Member(NAMES[recipe.number(i) % NAMES.length], type, offset, bits));
                depth = Math.max(depth, depths.get(type));
                end += bits == 0 ? 8 * Math.max(0, Math.min(sizes.get(type), 1000)) : bits;
            }
            long size = (end + 7) / 8 + recipe.number(4) % 9;
            put(
                    recipe.kind() == 4
                            ? new BtfType.Struct(name(recipe), size, flag, members)
                            : new BtfType.Union(name(recipe), size, flag, members),
                    depth + 1,
                    size);
        }

        private void cookEnumeration(Recipe recipe) {
            var values = new ArrayList<EnumValue>();
            boolean signed = flag(recipe);
            for (int i = 0; i < recipe.number(3) % 4; i++) {
                long value = recipe.number(i) * (recipe.kind() == 6 ? 2_000_000L : 0x123456789abcdL);
                values.add(new EnumValue(NAMES[recipe.number(i) % NAMES.length], signed ? -value : value));
            }
            put(
                    recipe.kind() == 6
                            ? new BtfType.Enum(name(recipe), 4, signed, values)
                            : new BtfType.Enum64(name(recipe), 8, signed, values),
                    1,
                    8);
        }

        private BtfType.FuncProto proto(Recipe recipe) {
            var params = new ArrayList<Param>();
            for (int i = 0; i < recipe.number(3) % 4; i++) {
                params.add(new Param(NAMES[recipe.number(i) % NAMES.length], before(recipe, i)));
            }
            return new BtfType.FuncProto(before(recipe), params);
        }

        private void cookFunc(Recipe recipe) {
            int proto = nearest(BtfType.FuncProto.class);
            put(proto == 0 ? proto(recipe) : new BtfType.Func(name(recipe), proto, recipe.number(2) % 3), 1, -2);
        }

        private void cookDatasec(Recipe recipe) {
            int variable = nearest(BtfType.Var.class);
            var entries = new ArrayList<DatasecEntry>();
            for (int i = 0; variable > 0 && i < recipe.number(3) % 4; i++) {
                entries.add(new DatasecEntry(variable, 8L * i, 8));
            }
            put(new BtfType.Datasec(name(recipe), flag(recipe) ? 0 : 8L * entries.size(), entries), 1, -2);
        }

        private BtfType.DeclTag tag(Recipe recipe) {
            return new BtfType.DeclTag(
                    name(recipe), recipe.number(1) % (types.size() + 1), recipe.number(2) % 9 - 1, flag(recipe));
        }

        /** A type before this one that values may have and that does not nest too deep. */
        private int before(Recipe recipe) {
            return before(recipe, 0);
        }

        private int before(Recipe recipe, int salt) {
            int id = Math.max(0, types.size() - recipe.number(1 + salt) % 8);
            return sizes.get(id) == -2 || depths.get(id) > 50 ? 0 : id;
        }

        /** For pointers: any type, also a later one, if values may have it; itself if not. */
        private int anywhere(Recipe recipe) {
            int id = recipe.number(1) % (total + 1);
            return id <= types.size() ? (sizes.get(id) == -2 ? 0 : id) : types.size() + 1;
        }

        private int nearest(Class<? extends BtfType> kind) {
            for (int id = types.size(); id > 0; id--) {
                if (kind.isInstance(types.get(id - 1))) {
                    return id;
                }
            }
            return 0;
        }

        private static String name(Recipe recipe) {
            return NAMES[recipe.number(5) % NAMES.length];
        }

        private static boolean flag(Recipe recipe) {
            return recipe.number(6) % 2 == 1;
        }
    }
}
