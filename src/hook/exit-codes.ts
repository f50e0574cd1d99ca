/**
 * What a server's gate ends with to take a push. It has a number of its own, which an empty bundle, a program that ends before
 * its work or any failure of node's cannot give: hooks/pre-receive takes everything else for a no.
 */
export const accepted = 92

/** What a gate ends with where the policy says no; no crash gives it. */
export const refused = 93

/** What a hook's program ends with where it failed by itself and told of it already. */
export const failed = 94
