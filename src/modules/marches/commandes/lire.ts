import { lireOctets, lireTexte } from '#platform/fichiers/lire-texte.ts'
import { cheminDe, direFautes, fauter, lireAppel } from '#web/commande-pure.ts'
import type { Command, CommandContext } from '#web/module.ts'
import type { Avis } from '../domain/avis.ts'
import { type Tri, trier } from '../domain/trier.ts'
import { type Lecture, lireAvis } from '../lecture/lire-avis.ts'
import { lireProfil } from '../lecture/lire-profil.ts'

/** Les avis du fichier nommé, ou la phrase de ce qui ne va pas. */
const lireFichier = async (nom: string, contexte: CommandContext): Promise<Lecture | string> => {
  const lus = await lireOctets(cheminDe(nom, contexte))
  if (typeof lus === 'string') return `${nom} : ${lus}`
  const lecture = lireAvis(lus.octets)
  return lecture.ok ? lecture.value : (direFautes([lecture.error])[0] ?? '')
}

const enTexte = (a: Avis): readonly string[] => [
  `${a.idweb} · ${a.nature} · ${a.objet ?? 'sans objet'}`,
  ...(a.acheteur.nom === null ? [] : [`  Acheteur : ${a.acheteur.nom}`]),
  ...(a.limite === null ? [] : [`  Limite : ${a.limite}`]),
  ...a.lots.map((l) => `  Lot ${l.id ?? 'sans numéro'} : ${l.intitule ?? 'sans intitulé'}`),
  ...(a.lies.length === 0 ? [] : [`  Se rattache à : ${a.lies.join(', ')}`]),
  ...a.attributions.map(
    (t) =>
      `  Attribution${t.lot === null ? '' : ` du lot ${t.lot}`} : ${t.sansSuite ? 'sans suite' : `${t.titulaires.map((x) => x.nom).join(' ; ')} (${t.forme})`}`,
  ),
  ...(a.signalements.length === 0 ? [] : [`  À vérifier : ${a.signalements.join(', ')}`]),
]

const usageLire = 'marches lire FICHIER [--json]'
/** Les avis d’une réponse du BOAMP ou du TED, ou d’un avis seul, normalisés. 0, même avec des rejets ; 2 : le fichier ne se lit pas. */
export const lireCommande: Command = {
  nom: 'marches lire',
  usage: usageLire,
  base: false,
  async run(args, contexte) {
    const appel = lireAppel(args, [], 1)
    if (typeof appel === 'string') return fauter(contexte, appel, `Usage : ${usageLire}`)
    const lecture = await lireFichier(appel.places[0] ?? '', contexte)
    if (typeof lecture === 'string') return fauter(contexte, lecture)
    const { avis, rejets } = lecture
    contexte.stdout(
      appel.json
        ? `${JSON.stringify({ avis, rejets }, null, 1)}\n`
        : [...avis.flatMap(enTexte), ...rejets.map((r) => `Rejet, rang ${r.rang} : ${r.motif}`), ''].join(
            '\n',
          ),
    )
    return 0
  },
}

const direTri = (t: Tri): string =>
  `${t.garde ? 'gardé ' : 'écarté'} ${t.idweb}${t.raisons.length === 0 ? '' : ` : ${t.raisons.join(' ; ')}`}`

const usageTrier = 'marches trier FICHIER --profil FICHIER [--json]'
/** Les mêmes avis, gardés ou non selon un profil de veille, et pourquoi. */
export const trierCommande: Command = {
  nom: 'marches trier',
  usage: usageTrier,
  base: false,
  async run(args, contexte) {
    const appel = lireAppel(args, ['--profil'], 1)
    if (typeof appel === 'string') return fauter(contexte, appel, `Usage : ${usageTrier}`)
    const nom = appel.valeurs.get('--profil') ?? ''
    const texte = await lireTexte(cheminDe(nom, contexte))
    if (typeof texte === 'string') return fauter(contexte, `${nom} : ${texte}`)
    const profil = lireProfil(texte.texte)
    if (!profil.ok) return fauter(contexte, ...direFautes(profil.error))
    const lecture = await lireFichier(appel.places[0] ?? '', contexte)
    if (typeof lecture === 'string') return fauter(contexte, lecture)
    const avis = trier(profil.value, lecture.lus)
    contexte.stdout(
      appel.json ? `${JSON.stringify({ avis }, null, 1)}\n` : [...avis.map(direTri), ''].join('\n'),
    )
    return 0
  },
}
