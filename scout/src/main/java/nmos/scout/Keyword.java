package nmos.scout;

import static nmos.scout.Intent.CHAT;
import static nmos.scout.Intent.CODE;
import static nmos.scout.Intent.DOCS;
import static nmos.scout.Intent.MATH;

import java.util.ArrayList;
import java.util.List;

/// A phrase of whole words that speaks for an intent, and by how much: see [Odds]. Written by hand from what people ask
/// for, and adjusted on the dev half of labelled prompts alone.
record Keyword(String phrase, Intent intent, int evidence) {
    private static final List<Keyword> ALL = new ArrayList<>();

    static {
        all(CODE, 8, "write a function", "write a python function", "write a program", "python program", "python function",
                "programming problem", "stack overflow", "stackoverflow", "pull request", "code review");
        all(CODE, 6, "function", "python", "javascript", "typescript", "java", "c++", "golang", "ruby", "php", "sql", "bash",
                "html", "css", "powershell", "regex", "algorithm", "compiler", "debug", "debugging", "refactor", "codebase",
                "source code", "unit test", "unit tests", "git", "github", "linux", "docker", "kubernetes", "api", "apis",
                "backend", "frontend", "node js", "react", "terminal", "interpreter", "leetcode", "binary tree",
                "software developer", "software engineer", "web developer", "html5", "css3",
                "devops", "website", "frontend developer");
        all(CODE, 4, "code", "coding", "program", "programming", "developer", "software", "script", "array", "arrays", "tuple",
                "tuples", "string", "strings", "boolean", "recursion", "linked list", "sublist", "subarray", "lambda",
                "integer array", "implement", "command", "database", "web", "deployment", "repository", "commit", "bug", "bugs",
                "framework", "architecture", "engineer");
        all(CODE, 2, "return", "list", "lists", "element", "elements", "dictionary", "matrix", "given string", "char",
                "substring", "sort", "nth", "input", "output", "error", "tech", "cyber", "server", "system", "web app");
        all(CHAT, 6, "translate german", "translate", "act as a", "act as an", "act as", "act like", "pretend",
                "role play", "persona", "imagine you are", "story", "poem", "poems", "lyrics", "cinematic", "photorealistic",
                "instagram", "linkedin", "recipe");
        all(CHAT, 4, "who", "where", "what is", "what are", "when did", "when was", "when is", "tell me", "how do i", "how can i",
                "tips", "advice", "email", "letter", "essay", "blog", "movie", "film", "novel", "song", "suggest", "recommend",
                "compliment", "tagline", "caption", "camera", "lighting", "photo", "portrait", "image", "brand", "feel",
                "my first request", "describe", "discuss", "compare", "why do", "why does");
        all(CHAT, 2, "i want you to", "you will", "your task", "people", "someone", "friend", "write a", "create a", "design",
                "provide", "ideas", "style", "character", "travel", "history", "culture", "health", "marketing", "teacher",
                "plan", "the given", "you are given", "role", "explain");
        all(DOCS, 10, "summarize", "summarise");
        all(DOCS, 8, "summary of the", "tl dr", "based on the passage", "the passage below",
                "the article below", "the text below", "following passage", "following article", "following text",
                "following document", "paragraph below", "given article", "news article");
        all(DOCS, 4, "extract", "extract the", "passage", "paragraph", "excerpt", "document", "documents", "report says",
                "according to", "identify the", "reviews", "evaluate the following");
        all(DOCS, 2, "said", "was born", "also known", "he was", "she was", "his", "her", "which was", "had been",
                "published", "located in", "founded", "population", "season", "series", "album", "american", "united states",
                "premiered", "club", "police", "the first", "county", "century", "released");
        all(MATH, 8, "how many", "how much", "solve for", "inequality", "probability of", "remainder", "square root",
                "what is the value", "the value of");
        all(MATH, 4, "in total", "altogether", "per hour", "per week", "twice as", "times as many", "percent", "equation",
                "each", "cost", "costs", "buys", "dollars", "pounds", "miles", "minutes", "an hour", "a day", "a week",
                "sum of", "the area", "triangle", "brothers", "sisters", "statements");
        all(MATH, 2, "total", "more than", "less than", "half", "if", "earn", "earns", "sold", "sells", "spend", "spends",
                "left", "weeks", "days", "years old", "average", "calculate", "each day", "older", "statement", "two", "three",
                "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "dozen");
    }

    private static void all(Intent intent, int evidence, String... phrases) {
        for (String phrase : phrases) {
            ALL.add(new Keyword(phrase, intent, evidence));
        }
    }

    static List<Keyword> all() {
        return List.copyOf(ALL);
    }
}
