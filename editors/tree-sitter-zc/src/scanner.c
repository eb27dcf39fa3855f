// The tokens that take more than a regular expression: comments that nest, durations (`8 days`, but not before a colon,
// where `days` is a name), reserved words that are names because a colon follows, `base` where the head of a clause goes
// on after it, addresses of IPv6, and nothing where the next line shows that something is missing.

#include "tree_sitter/parser.h"

#include <string.h>

enum TokenType {
  BLOCK_COMMENT,
  DURATION,
  RESERVED_NAME,
  BASE,
  ADDRESS_V6,
  NETWORK_V6,
  NOTHING,
  // Is never wanted but where the parser looks for anything at all.
  ERROR_SENTINEL,
};

// Longer than any unit, reserved word or address.
enum { CAPACITY = 128 };

static const char *const RESERVED_NAMES[] = {
    "and", "carries", "else", "every", "has",  "if",    "in",   "let",
    "no",  "not",     "or",   "otherwise", "some", "then", "where", "with",
};

// What starts a member or a declaration; no name stands before another name.
static const char *const STARTERS[] = {
    "site",   "zone",    "component", "boundary", "product", "protocol", "profile",    "certificate", "waiver",
    "countermeasure", "catalog", "conduit", "channel", "capability", "provides", "offers", "lacks", "enable",
    "disable", "speaks",  "include",   "family",
};

static const char *const UNITS[] = {"second", "minute", "hour", "day", "week", "month", "year"};

static bool is_blank(int32_t c) { return c == ' ' || c == '\t'; }

static bool is_space(int32_t c) { return is_blank(c) || c == '\r' || c == '\n' || c == '\f' || c == 0xFEFF; }

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static bool is_hex(int32_t c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

static bool is_word(int32_t c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

// Reads a run of word characters; its length, or more than `CAPACITY` where it is too long to be of interest.
static size_t read_word(TSLexer *lexer, char *word) {
  size_t length = 0;
  while (is_word(lexer->lookahead)) {
    if (length >= CAPACITY) return CAPACITY + 1;
    word[length++] = (char)lexer->lookahead;
    advance(lexer);
  }
  return length;
}

static bool is_one_of(const char *word, size_t length, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0) return true;
  }
  return false;
}

static bool scan_block_comment(TSLexer *lexer) {
  advance(lexer);
  if (lexer->lookahead != '*') return false;
  advance(lexer);
  // One that never ends is a comment to the end of the text.
  for (unsigned depth = 1; depth > 0 && !lexer->eof(lexer);) {
    int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '*' && lexer->lookahead == '/') {
      advance(lexer);
      depth--;
    } else if (c == '/' && lexer->lookahead == '*') {
      advance(lexer);
      depth++;
    }
  }
  lexer->mark_end(lexer);
  lexer->result_symbol = BLOCK_COMMENT;
  return true;
}

// After the digits: blanks and a unit, and no colon behind it.
static bool scan_duration(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) advance(lexer);
  char word[CAPACITY];
  size_t length = read_word(lexer, word);
  if (length == 0 || length > CAPACITY) return false;
  size_t count = sizeof UNITS / sizeof *UNITS;
  bool is_unit = is_one_of(word, length, UNITS, count) ||
                 (word[length - 1] == 's' && is_one_of(word, length - 1, UNITS, count));
  if (!is_unit) return false;
  lexer->mark_end(lexer);
  while (is_blank(lexer->lookahead)) advance(lexer);
  lexer->result_symbol = DURATION;
  return lexer->lookahead != ':';
}

// After the word: a colon that is not the start of an address.
static bool scan_reserved_name(TSLexer *lexer) {
  lexer->mark_end(lexer);
  while (is_space(lexer->lookahead)) advance(lexer);
  if (lexer->lookahead != ':') return false;
  advance(lexer);
  lexer->result_symbol = RESERVED_NAME;
  return lexer->lookahead != ':';
}

// After `base`: a colon, a title, or a word that the head of a clause goes on with.
static bool scan_base(TSLexer *lexer) {
  static const char *const GO_ON[] = {"at", "should", "when"};
  lexer->mark_end(lexer);
  while (is_space(lexer->lookahead)) advance(lexer);
  lexer->result_symbol = BASE;
  if (lexer->lookahead == '"') return true;
  if (lexer->lookahead == ':') {
    advance(lexer);
    return lexer->lookahead != ':';
  }
  char word[CAPACITY];
  size_t length = read_word(lexer, word);
  return length > 0 && length <= CAPACITY && is_one_of(word, length, GO_ON, sizeof GO_ON / sizeof *GO_ON);
}

// After the first word of a line: whether the line is a member of its own.
static bool starts_member(TSLexer *lexer, const char *word, size_t length) {
  bool starts = is_one_of(word, length, STARTERS, sizeof STARTERS / sizeof *STARTERS);
  bool is_apart = is_blank(lexer->lookahead);
  while (is_blank(lexer->lookahead)) advance(lexer);
  if (lexer->lookahead == ':') {
    advance(lexer);
    return lexer->lookahead != ':';
  }
  bool names = is_word(lexer->lookahead) || lexer->lookahead == '`';
  return starts && ((is_apart && names) || lexer->lookahead == '"');
}

// Reads groups of one to four hexadecimal digits with a colon between them, and moves past them.
static unsigned groups(const char *text, size_t length, size_t *at) {
  unsigned count = 0;
  for (;;) {
    size_t end = *at + (count > 0 ? 1 : 0);
    if (count > 0 && (*at >= length || text[*at] != ':')) return count;
    size_t start = end;
    while (end < length && is_hex(text[end])) end++;
    // A group of what looks like an IPv4 address is not read.
    if (end == start || end - start > 4 || (end < length && text[end] == '.')) return count;
    *at = end;
    count++;
  }
}

static bool is_v4(const char *text, size_t length) {
  size_t at = 0;
  for (int part = 0; part < 4; part++) {
    if (part > 0 && (at >= length || text[at++] != '.')) return false;
    size_t start = at;
    while (at < length && is_digit(text[at])) at++;
    if (at == start) return false;
  }
  return at == length;
}

static bool is_v6(const char *text, size_t length) {
  size_t at = 0;
  unsigned before = groups(text, length, &at);
  if (at == length) return before == 8;
  if (before > 7 || length - at < 2 || text[at] != ':' || text[at + 1] != ':') return false;
  at += 2;
  unsigned after = groups(text, length, &at);
  if (at == length) return after <= 7;
  if (before > 6 || after > 5) return false;
  if (after > 0) {
    if (text[at] != ':') return false;
    at++;
  }
  return is_v4(text + at, length - at);
}

// After the word that the address starts with, if any: the longest address there is.
static bool scan_address(TSLexer *lexer, const bool *valid_symbols, char *text, size_t length) {
  size_t longest = 0;
  while (length < CAPACITY && (is_hex(lexer->lookahead) || lexer->lookahead == ':' || lexer->lookahead == '.')) {
    text[length++] = (char)lexer->lookahead;
    advance(lexer);
    if (is_v6(text, length)) {
      longest = length;
      lexer->mark_end(lexer);
    }
  }
  if (longest == 0) return false;
  lexer->result_symbol = ADDRESS_V6;
  if (longest == length && lexer->lookahead == '/' && valid_symbols[NETWORK_V6]) {
    advance(lexer);
    if (is_digit(lexer->lookahead)) {
      while (is_digit(lexer->lookahead)) advance(lexer);
      lexer->mark_end(lexer);
      lexer->result_symbol = NETWORK_V6;
      return true;
    }
  }
  return valid_symbols[ADDRESS_V6];
}

void *tree_sitter_zc_external_scanner_create(void) { return NULL; }

void tree_sitter_zc_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_zc_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_zc_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

bool tree_sitter_zc_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  (void)payload;
  bool wants_nothing = valid_symbols[NOTHING] && !valid_symbols[ERROR_SENTINEL];
  if (wants_nothing) lexer->mark_end(lexer);
  bool is_new_line = false;
  while (is_space(lexer->lookahead)) {
    is_new_line = is_new_line || lexer->lookahead == '\n';
    lexer->advance(lexer, true);
  }
  if (wants_nothing && lexer->lookahead == '}') {
    lexer->result_symbol = NOTHING;
    return true;
  }
  wants_nothing = wants_nothing && is_new_line;
  if (lexer->lookahead == '/') return valid_symbols[BLOCK_COMMENT] && scan_block_comment(lexer);

  bool wants_address = valid_symbols[ADDRESS_V6] || valid_symbols[NETWORK_V6];
  bool wants_word = valid_symbols[RESERVED_NAME] || valid_symbols[BASE];
  if (!wants_address && !wants_word && !wants_nothing && !valid_symbols[DURATION]) return false;
  if (!is_word(lexer->lookahead) && lexer->lookahead != ':') return false;

  char text[CAPACITY + 2] = {0};
  size_t length = read_word(lexer, text);
  if (length > CAPACITY) return false;
  bool only_digits = length > 0, only_hex = true;
  for (size_t i = 0; i < length; i++) {
    only_digits = only_digits && is_digit(text[i]);
    only_hex = only_hex && is_hex(text[i]);
  }
  if (only_digits && is_blank(lexer->lookahead)) return valid_symbols[DURATION] && scan_duration(lexer);
  // What nothing stands for ends where the word before it does; all else moves the end.
  if (wants_nothing && length > 0 && !only_digits) {
    if (wants_address && only_hex && length <= 4 && lexer->lookahead == ':') {
      if (scan_address(lexer, valid_symbols, text, length)) return true;
      lexer->result_symbol = NOTHING;
      return text[length + 1] != ':';
    }
    lexer->result_symbol = NOTHING;
    return starts_member(lexer, text, length);
  }
  size_t count = sizeof RESERVED_NAMES / sizeof *RESERVED_NAMES;
  if (is_one_of(text, length, RESERVED_NAMES, count)) {
    return valid_symbols[RESERVED_NAME] && scan_reserved_name(lexer);
  }
  if (valid_symbols[BASE] && length == 4 && memcmp(text, "base", 4) == 0) return scan_base(lexer);
  if (wants_address && only_hex && length <= 4 && lexer->lookahead == ':') {
    return scan_address(lexer, valid_symbols, text, length);
  }
  return false;
}
