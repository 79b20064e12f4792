package nmos.live.typing;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Common English words by length: what text without text is made of.
final class CommonWords {
    static final int LONGEST = 14;

    private static final String ALL =
            """
            a i
            of to in is it on at be we by or an if up so no my me do go he as us
            the and for are but not you all any can had her was one our out day get has him his how man new now old see two
            way who boy did its let put say she too use big red run sun dog cat sea box end far ask why try few own yet car
            that with have this will your from they know want been good much some time very when come here just like long
            make many more only over such take than them well were what word tree book play door hand home food city road
            open part plan read room ship snow song star stop talk team test turn walk wall wind year find give help keep
            about after again below could every first found great house large learn never other place plant point right
            small sound spell still study their there these thing think three water where which world would write years
            table story light paper music river green heart stone bread chair cloud dream field grass happy north value
            always animal answer around before better bottom change common course custom enough family father follow
            garden ground letter listen little market minute moment mother nature number people person picnic really
            school second should simple single square summer system travel winter window yellow report result reason
            another because believe between brother certain chicken company correct country develop evening example
            explain feeling general history however hundred include journey kitchen machine measure message million
            morning nothing problem program provide quickly science several special station student teacher through
            although anything business complete consider continue daughter decision describe directly distance everyone
            exercise language mountain movement national possible practice probably question remember sentence shoulder
            surprise thousand together training tomorrow whatever
            afternoon beautiful beginning breakfast carefully character community condition determine different difficult
            education equipment following important knowledge listening newspaper something sometimes structure treatment
            understand literature experience everything technology particular population government discussion background
            difference especially generation impossible individual laboratory management university restaurant successful
            development information temperature environment opportunity independent interesting performance personality
            responsible competition application application comfortable
            organization relationship construction conversation professional introduction intelligence significance
            championship manufacturer presentation particularly
            understanding communication international investigation approximately entertainment consideration
            administration responsibility transportation interpretation recommendation representative discrimination
            """;

    private static final List<List<String>> BY_LENGTH = IntStream.rangeClosed(0, LONGEST)
            .mapToObj(length -> Stream.of(ALL.split("\\s+")).filter(word -> word.length() == length).distinct().toList())
            .toList();

    private CommonWords() {}

    /// All words of so many letters that start with `begun`.
    static List<String> of(int letters, String begun) {
        return letters > LONGEST
                ? List.of()
                : BY_LENGTH.get(letters).stream().filter(word -> word.startsWith(begun)).toList();
    }

    static String any(int letters, RandomGenerator random) {
        List<String> words = BY_LENGTH.get(letters);
        return words.get(random.nextInt(words.size()));
    }
}
