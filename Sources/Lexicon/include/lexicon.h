#ifndef WEIR_LEXICON_H
#define WEIR_LEXICON_H

#include <stddef.h>

/// The word lists of `lists/`, as they stand in the program.
enum weir_list {
    weir_list_english_common,
    weir_list_english,
    weir_list_english_rare,
    weir_list_domain,
    weir_list_foreign_words,
    weir_list_grammar,
    weir_list_cues,
    weir_list_generic,
    weir_list_ambiguous,
    weir_list_given_names,
    weir_list_surnames,
    weir_list_places,
    weir_list_countries,
    weir_list_bodies,
    weir_list_platforms,
    weir_list_helplines,
    weir_list_laws,
};

/// A list's text: one entry a line, `#` before a comment.
const unsigned char *_Nonnull weir_list_bytes(enum weir_list list);

/// The number of bytes of a list's text.
size_t weir_list_count(enum weir_list list);

/// The filter of the words of spelling dictionaries: 2^20 bytes.
const unsigned char *_Nonnull weir_dictionaries(void);

/// The trained weights of the context, as they stand in the program.
const unsigned char *_Nonnull weir_context_model(void);

/// Has memory bring what stands at a place, without waiting for it.
static inline void weir_prefetch(const void *_Nonnull place) { __builtin_prefetch(place); }

#endif
