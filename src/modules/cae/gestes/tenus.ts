/** Ce qu’on veut garder l’est déjà, mot pour mot : un double envoi a fait ce geste, et il n’y a rien à refaire. */
export const tenusTelsQuels = <T extends object>(voulus: T, tenus: T | undefined): boolean =>
  tenus !== undefined &&
  (Object.keys(voulus) as (keyof T)[]).every((k) => JSON.stringify(voulus[k]) === JSON.stringify(tenus[k]))
