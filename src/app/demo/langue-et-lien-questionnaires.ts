/** Les avis de la session d’espagnol : des notes qui se ressemblent sans se répéter, un mécontent, et un trou que la grille montre. */
import type { Scene } from './gestes.ts'
import { type Personne, uniques } from './rejouer.ts'

const motifDemande = /href="(\/questionnaires\/demandes\/[0-9a-f-]{36})"/g
/** Les questions d’une page, dans l’ordre : leur nom, et si l’on y répond par une note, oui ou non, un texte, des cases. */
const motifQuestion =
  /<(?:input|textarea)[^>]*?(?:type="(radio|checkbox|text)"[^>]*?)?name="(q[0-9a-z]+(?:-\d+)?)"[^>]*?(?:value="([^"]*)")?[^>]*>/g

type Question = { readonly nom: string; readonly valeurs: readonly string[]; readonly libre: boolean }

const questionsDe = (page: string): Question[] => {
  const lues = new Map<string, string[]>()
  const libres = new Set<string>()
  for (const [balise, , nom = ''] of page.matchAll(motifQuestion)) {
    const valeur = /value="([^"]*)"/.exec(balise)?.[1]
    if (balise.startsWith('<textarea') || valeur === undefined) libres.add(nom)
    lues.set(nom, [...(lues.get(nom) ?? []), ...(valeur === undefined ? [] : [valeur])])
  }
  return [...lues].map(([nom, valeurs]) => ({ nom, valeurs, libre: libres.has(nom) }))
}

/** Les notes de chacun, question après question ; sous trois, il dit pourquoi. La dernière personne n’a rien reçu : c’est le trou. */
const avis: readonly { readonly notes: readonly number[]; readonly dit: readonly string[] }[] = [
  { notes: [5, 5, 4, 4, 5, 5, 4, 4], dit: ['', 'Les jeux de rôle au téléphone.', 'Une séance de plus.'] },
  { notes: [4, 4, 4, 3, 5, 4, 3, 5], dit: ['', 'Le vocabulaire de la négociation.', ''] },
  {
    notes: [2, 3, 2, 1, 4, 2, 2, 3],
    dit: ['Le groupe allait trop vite pour moi.', '', 'Deux niveaux séparés.'],
  },
  { notes: [5, 4, 5, 5, 5, 5, 4, 4], dit: ['', 'Parler dès la première heure.', ''] },
  { notes: [4, 5, 4, 4, 5, 4, 5, 4], dit: ['', '', 'Une salle moins froide.'] },
]

const remplir = (page: string, { notes, dit }: (typeof avis)[number]): Record<string, string> => {
  const champs: Record<string, string> = {}
  const [reste, mots] = [[...notes], [...dit]]
  const mecontent = (notes[0] ?? 5) < 3
  // D’abord « recommanderiez-vous », puis « souhaitez-vous qu’on vous rappelle ».
  const ouiNon = mecontent ? ['non', 'oui'] : ['oui', 'non']
  for (const q of questionsDe(page)) {
    if (q.libre) champs[q.nom] = mots.shift() ?? ''
    else if (q.valeurs.includes('oui')) champs[q.nom] = ouiNon.shift() ?? ''
    else champs[q.nom] = String(reste.shift() ?? 4)
  }
  return champs
}

/** Le soir du dernier jour : les papiers recopiés, un par un ; la dernière personne n’est ni écrite, ni relancée. */
export const recueillirLesAvis = async (qui: Personne, session: string): Promise<void> => {
  await qui.envoyer(`${session}/questionnaires`, { genre: 'chaud', relancer: 'on' })
  const [recueil = ''] = uniques(
    await qui.lire(`${session}/questionnaires`),
    /href="(\/questionnaires\/recueils\/[0-9a-f-]{36})"/g,
  )
  const demandes = uniques(await qui.lire(recueil), motifDemande)
  for (const [i, demande] of demandes.entries()) {
    const sien = avis[i]
    if (sien) await qui.envoyer(demande, remplir(await qui.lire(demande), sien))
    else await qui.envoyer(recueil, { geste: 'arreter', demande: demande.split('/').pop() ?? '' })
  }
}

/** Qui a formé évalue chacun, objectif par objectif, sauf les deux derniers : il lui en reste. */
export const evaluerLesAcquis = async (qui: Personne, session: string): Promise<void> => {
  const recueil = (await qui.envoyer(`${session}/questionnaires`, { genre: 'acquis' })).split(/[?#]/)[0] ?? ''
  for (const demande of uniques(await qui.lire(recueil), motifDemande).slice(0, -2)) {
    const champs: Record<string, string> = {}
    for (const [n, q] of questionsDe(await qui.lire(demande)).entries())
      champs[q.nom] = q.libre
        ? ''
        : q.valeurs.includes('acquis')
          ? n === 1
            ? 'en-cours'
            : 'acquis'
          : (q.valeurs[0] ?? '')
    await qui.envoyer(demande, champs)
  }
}

/** Quelques jours après : la satisfaction de l’offre se publie, avec son effectif et sa formule. */
export const publierLaSatisfaction = async (
  s: Scene,
  qui: Personne,
  offre: string,
  ecart: number,
): Promise<void> => {
  s.aller(ecart)
  await qui.envoyer(`/questionnaires/publier?offre=${offre}`, { mesure: 'satisfaction', geste: 'publier' })
}
