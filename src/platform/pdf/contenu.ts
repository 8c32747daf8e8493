/* Le dessin d’une page, dont les signes changent de rang quand les polices de plusieurs documents n’en font plus qu’une. */
import { recrire } from '#platform/pdf/objets.ts'

/** Ce que dit un signe échappé, par son code : le reste se dit lui-même. */
const echappes = new Map([...'nrtbf'].map((nom, i) => [nom.charCodeAt(0), '\n\r\t\b\f'.charCodeAt(i)]))
/** Chaque octet tel qu’une chaîne l’écrit : un retour chariot nu se lirait comme une fin de ligne. */
const ecrits = Array.from({ length: 256 }, (_, octet) => {
  const signe = String.fromCharCode(octet)
  return signe === '\r' ? '\\r' : '\\()'.includes(signe) ? `\\${signe}` : signe
})
const estOctal = (code: number): boolean => code >= 0x30 && code <= 0x37

/** Une chaîne littérale, ses signes de deux octets à leur nouveau rang. Lue et récrite d’un trait : c’est l’essentiel d’un dessin. */
const recoderChaine = (litterale: string, recoder: (signe: number) => number): string => {
  let rendue = '('
  let premier = -1
  for (let i = 1; i < litterale.length - 1; i += 1) {
    let octet = litterale.charCodeAt(i)
    if (octet === 0x5c) {
      i += 1
      octet = litterale.charCodeAt(i)
      if (estOctal(octet)) {
        octet -= 0x30
        for (let n = 0; n < 2 && estOctal(litterale.charCodeAt(i + 1)); n += 1) {
          i += 1
          octet = octet * 8 + litterale.charCodeAt(i) - 0x30
        }
      } else octet = echappes.get(octet) ?? octet
    }
    if (premier < 0) premier = octet
    else {
      const signe = recoder(premier * 256 + octet)
      rendue += `${ecrits[signe >> 8]}${ecrits[signe & 255]}`
      premier = -1
    }
  }
  return `${rendue})`
}

/** `recoder` : de quoi donner son nouveau rang à chaque signe de cette police ; rien si elle ne change pas. */
export const recoderContenu = (
  contenu: string,
  recoder: (police: string) => ((signe: number) => number) | undefined,
): string => {
  if (/\sBI\s[\s\S]*\sID\s/.test(contenu)) throw new Error('PDF inattendu : image écrite dans le dessin.')
  let police: ReturnType<typeof recoder>
  let profondeur = 0
  const dehors = (bout: string) => {
    if (!/Tf|<<|>>/.test(bout)) return bout
    for (const [jeton, nom] of bout.matchAll(/\/(\S+)\s+[-+.\d]+\s+Tf\b|<<|>>/g)) {
      if (nom !== undefined) police = recoder(nom)
      else profondeur += jeton === '<<' ? 1 : -1
    }
    return bout
  }
  // Une chaîne dans un dictionnaire est un mot (langue, texte à lire), jamais des signes d’une police.
  const chaine = (litterale: string) =>
    profondeur > 0 || !police ? litterale : recoderChaine(litterale, police)
  return recrire(contenu, dehors, chaine)
}
