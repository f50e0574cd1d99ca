/** An object's full name in hexadecimal, SHA-1 or SHA-256 (gitglossary(7), object name). */
export const fullOid = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
