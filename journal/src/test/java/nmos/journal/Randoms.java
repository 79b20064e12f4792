package nmos.journal;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nmos.policy.DraftTree;
import nmos.policy.Ranking;

/// Signals and commands of every kind there is, found through the sealed types, with fields of every size.
final class Randoms {
    private final Random random;

    Randoms(long seed) {
        random = new Random(seed);
    }

    static List<Class<?>> kinds(Class<?> sealed) {
        return Arrays.asList(sealed.getPermittedSubclasses());
    }

    <T> T one(Class<T> sealed) {
        List<Class<?>> kinds = kinds(sealed);
        return sealed.cast(record(kinds.get(random.nextInt(kinds.size()))));
    }

    Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(types[i]);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot make a " + type, e);
        }
    }

    long number() {
        long value = random.nextLong() >>> random.nextInt(64);
        return random.nextBoolean() ? value : -value;
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Object value(Class<?> type) {
        if (type == int.class) {
            return (int) number();
        }
        if (type == long.class) {
            return number();
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == int[].class) {
            return random.ints(upTo(9)).toArray();
        }
        if (type == DraftTree.class) {
            return tree();
        }
        if (type == Ranking.class) {
            return new Ranking(random.ints(upTo(5)).toArray(), random.ints(upTo(5)).toArray());
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        if (type.isRecord()) {
            return record(type);
        }
        throw new AssertionError("no random " + type + " is known: teach this class");
    }

    private DraftTree tree() {
        int nodes = upTo(12);
        int[] parent = new int[nodes];
        int[] confidencePpm = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            parent[i] = upTo(i + 1) - 1;
            confidencePpm[i] = upTo(1_000_001);
        }
        return new DraftTree(parent, confidencePpm);
    }
}
