export const RESERVED_WORDS: string[];
export const DECLARATION_WORDS: string[];
