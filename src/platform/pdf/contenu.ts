/* Le dessin d’une page, dont les signes changent de rang quand les polices de plusieurs documents n’en font plus qu’une. */
import { recrire } from '#platform/pdf/objets.ts'

const signesNommes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Les octets d’une chaîne littérale. */
const lireChaine = (chaine: string): string => {
  let octets = ''
  for (let i = 1; i < chaine.length - 1; i += 1) {
    if (chaine[i] !== '\\') {
      octets += chaine[i]
      continue
    }
    const octal = /^[0-7]{1,3}/.exec(chaine.slice(i + 1, i + 4))?.[0]
    octets += octal
      ? String.fromCharCode(Number.parseInt(octal, 8))
      : (signesNommes[chaine[i + 1] ?? ''] ?? chaine[i + 1])
    i += octal?.length ?? 1
  }
  return octets
}

/** En octets nus : un retour chariot se lirait comme une fin de ligne, il garde son échappement. */
const ecrireChaine = (octets: string): string =>
  `(${octets.replace(/[\\()]/g, '\\$&').replaceAll('\r', '\\r')})`

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
  const chaine = (litterale: string) => {
    if (profondeur > 0 || !police) return litterale
    const octets = lireChaine(litterale)
    let rendus = ''
    for (let i = 0; i + 1 < octets.length; i += 2) {
      const signe = police(octets.charCodeAt(i) * 256 + octets.charCodeAt(i + 1))
      rendus += String.fromCharCode(signe >> 8, signe & 255)
    }
    return ecrireChaine(rendus)
  }
  return recrire(contenu, dehors, chaine)
}
