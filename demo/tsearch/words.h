#ifndef WORDS_H
#define WORDS_H

/* The order of two words, each NUL-terminated: below 0, 0 or above 0, as qsort()
   wants it. Both stay the caller's. The body is in Python; cffi makes the C
   function of this name. */
int words_compare(const void *a, const void *b);

/* Puts word, NUL-terminated, into the tree at *root, unless one of the same order
   is there. An empty tree is *root == NULL. The word stays the caller's, who must
   keep it for as long as the tree has it. Returns the word that is in the tree
   now, or NULL when there is no memory for another node. */
const char *words_add(void **root, const char *word);

/* Frees all nodes of the tree, but not the words, and sets *root to NULL. */
void words_clear(void **root);

#endif
