/**
 * La porte de tout fichier reçu, où qu’il aille : son type est celui de ses octets, son nom est refait, un PDF qui agit ne passe pas, et
 * l’antivirus de l’instance, s’il y en a un, l’a lu. Le corps d’une demande ne donne que des `FichierRecu`, dont rien ne se sert :
 * seule cette porte en fait un `Televersement`.
 */
import { rogner } from '#kernel/texte.ts'
import type { Antivirus } from '#platform/antivirus/antivirus.ts'
import { type ExamenPdf, examinerPdf } from '#platform/fils/examiner-pdf.ts'
import { type GenreFichier, sniff } from '#web/sniff.ts'

/** Tel qu’il est venu : ni son nom ni son contenu ne sont crus. */
export type FichierRecu = { readonly nom: string; readonly recu: Uint8Array }

/** Un fichier qui a passé la porte, déjà en mémoire (la taille du corps est bornée avant). */
export type Televersement = {
  /** Le nom donné par l’appareil, sans chemin ni signe qu’un système interprète : à montrer, jamais à croire. */
  readonly nom: string
  readonly taille: number
  readonly genre: GenreFichier | undefined
  readonly octets: Uint8Array
}

export type Passage =
  | { readonly ok: true; readonly fichier: Televersement }
  /** `passager` : le même fichier passera peut-être plus tard. */
  | { readonly ok: false; readonly phrase: string; readonly passager: boolean }

/** Le dernier morceau d’un chemin, sans signe réservé, ni point ou espace au bord ; « fichier » s’il n’en reste rien. */
export const nomSur = (nom: string): string =>
  rogner(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux que l’on ôte
    (nom.split(/[/\\]/).at(-1) ?? '').replace(/[\u0000-\u001f\u007f<>:"|?*]/g, ''),
    /[.\s]/,
  ).slice(-120) || 'fichier'

const phrases: Readonly<Record<Exclude<ExamenPdf, 'sain'>, string>> = {
  actif:
    'Ce PDF porte un script ou un fichier caché\u00a0: il n’est pas gardé. Imprimez-le en PDF, puis joignez cette copie.',
  illisible: 'Ce PDF ne se lit pas, ou sa fin manque. Enregistrez-le de nouveau, puis joignez-le.',
  'mot-de-passe': 'Ce PDF demande un mot de passe\u00a0: ôtez-le, puis joignez le fichier.',
  'trop-lourd': 'Ce PDF est trop lourd à lire. Imprimez-le en PDF, puis joignez cette copie.',
  occupe: 'Trop de fichiers arrivent à la fois. Attendez une minute, puis envoyez-le de nouveau.',
}

export const passerLaPorte = async (
  { nom, recu }: FichierRecu,
  antivirus: Antivirus | undefined,
): Promise<Passage> => {
  const fichier = { nom: nomSur(nom), taille: recu.length, genre: sniff(recu), octets: recu }
  if (fichier.genre === 'pdf') {
    const examen = await examinerPdf(recu)
    if (examen !== 'sain') return { ok: false, phrase: phrases[examen], passager: examen === 'occupe' }
  }
  if (antivirus && recu.length > 0) {
    const verdict = await antivirus.examiner(recu)
    if (verdict === 'infecte')
      return {
        ok: false,
        phrase: 'L’antivirus reconnaît un virus dans ce fichier\u00a0: il n’est pas gardé.',
        passager: false,
      }
    if (verdict === 'muet')
      return {
        ok: false,
        phrase:
          'L’antivirus de cette instance ne répond pas\u00a0: aucun fichier n’est reçu sans lui. Réessayez plus tard.',
        passager: true,
      }
  }
  return { ok: true, fichier }
}
