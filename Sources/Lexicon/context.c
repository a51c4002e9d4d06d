#include "lexicon.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const _Alignas(64) unsigned char context_model[] = {
#embed "context.model"
};

const unsigned char *weir_context_model(void) { return context_model; }
