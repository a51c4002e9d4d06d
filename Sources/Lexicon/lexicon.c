#include "lexicon.h"

// `#embed` is C23; the compiler knows it in older dialects too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char english_common[] = {
#embed "lists/english-common.txt"
};
static const unsigned char english[] = {
#embed "lists/english.txt"
};
static const unsigned char english_rare[] = {
#embed "lists/english-rare.txt"
};
static const unsigned char domain[] = {
#embed "lists/domain.txt"
};
static const unsigned char foreign_words[] = {
#embed "lists/foreign-words.txt"
};
static const unsigned char grammar[] = {
#embed "lists/grammar.txt"
};
static const unsigned char cues[] = {
#embed "lists/cues.txt"
};
static const unsigned char generic[] = {
#embed "lists/generic.txt"
};
static const unsigned char ambiguous[] = {
#embed "lists/ambiguous.txt"
};
static const unsigned char given_names[] = {
#embed "lists/given-names.txt"
};
static const unsigned char surnames[] = {
#embed "lists/surnames.txt"
};
static const unsigned char places[] = {
#embed "lists/places.txt"
};
static const unsigned char countries[] = {
#embed "lists/countries.txt"
};
static const unsigned char bodies[] = {
#embed "lists/bodies.txt"
};
static const unsigned char platforms[] = {
#embed "lists/platforms.txt"
};
static const unsigned char helplines[] = {
#embed "lists/helplines.txt"
};

static const unsigned char laws[] = {
#embed "lists/laws.txt"
};

static const unsigned char dictionaries[] = {
#embed "dictionaries.filter"
};

#define ENTRY(name) [weir_list_##name] = {name, sizeof name}

static const struct {
    const unsigned char *bytes;
    size_t count;
} lists[] = {
    ENTRY(english_common), ENTRY(english),   ENTRY(english_rare), ENTRY(domain),   ENTRY(foreign_words), ENTRY(grammar),
    ENTRY(cues),           ENTRY(generic),   ENTRY(ambiguous),    ENTRY(given_names), ENTRY(surnames),   ENTRY(places),
    ENTRY(countries),      ENTRY(bodies),    ENTRY(platforms),    ENTRY(helplines),   ENTRY(laws),
};

const unsigned char *weir_list_bytes(enum weir_list list) { return lists[list].bytes; }

size_t weir_list_count(enum weir_list list) { return lists[list].count; }

const unsigned char *weir_dictionaries(void) { return dictionaries; }
