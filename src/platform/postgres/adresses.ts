const forme = /^([a-z]+:\/\/(?:[^@/?]*@)?)([^/?]*)(.*)$/i

/**
 * Une adresse par hôte : `postgres://u:p@un:5432,deux:5433/base` en fait deux, du même compte et de la même base. Lève si l’une ne se
 * lit pas.
 */
export const adressesDe = (texte: string): URL[] => {
  const [, debut = '', hotes = '', suite = ''] = forme.exec(texte) ?? []
  return hotes.includes(',')
    ? hotes.split(',').map((hote) => new URL(`${debut}${hote}${suite}`))
    : [new URL(texte)]
}
