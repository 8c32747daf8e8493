/** Les formulaires de la page d’un dossier. */
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { choix, courriel, date, identifiant, plusieurs, texte } from '#web/fields.ts'
import { type SensDAvis, sensDAvis } from '../domain/conseil.ts'
import { motifs } from '../domain/entente.ts'
import { type Clause, clauses, type Forme, formes } from '../domain/groupement.ts'

const codesDeForme = Object.keys(formes) as [Forme, ...Forme[]]
export const champsForme = z.object({ forme: choix(codesDeForme) })
export const champsNecessite = z.object({
  motifs: plusieurs(motifs, { min: 1, phrase: 'Dites ce qui vous manque : une case au moins.' }),
  capable: choix(['oui', 'non'], { phrase: 'Dites si vous pourriez répondre sans personne.' }),
  texte: texte({
    min: 40,
    max: 4000,
    vide: 'Écrivez pourquoi vous en avez besoin, pour ce lot.',
    court: 'Quarante signes au moins : le besoin, et de combien.',
  }),
})
const MEMBRES_MAX = 12
export const champsConvention = z.object({
  ...(Object.fromEntries(
    (Object.keys(clauses) as Clause[]).map((k) => [
      k,
      texte({ min: 20, max: 8000, vide: 'Écrivez cette clause.' }),
    ]),
  ) as Record<Clause, ReturnType<typeof texte>>),
  ...(Object.fromEntries(
    Array.from({ length: MEMBRES_MAX }, (_, i) => [
      [`tient${i}`, texte({ max: 500 })],
      [`part${i}`, texte({ max: 10 })],
    ]).flat(),
  ) as Record<string, ReturnType<typeof texte>>),
})
export const champsAccord = z.object({ version: texte({ max: 6 }) })
export const champsOrganisme = z.object({ organisme: identifiant((t) => asId<'Organisme'>(t)) })
export const champsCompte = z.object({ compte: identifiant((t) => asId<'Personne'>(t)) })
export const champsSignataire = z.object({ signataire: identifiant((t) => asId<'Signataire'>(t)) })
export const champsDemanderAvis = z.object({
  nom: texte({ min: 2, max: 200, vide: 'Dites à qui.' }),
  qualite: texte({ min: 2, max: 120, vide: 'Dites à quel titre.' }),
  courriel: courriel(),
  repondreA: courriel({ vide: 'Dites où vous répondre.' }),
  question: texte({ min: 10, max: 2000, vide: 'Écrivez votre question.' }),
})
export const champsRecopierAvis = z.object({
  avis: texte({ min: 1, max: 80, vide: 'Choisissez l’avis.' }),
  sens: choix(Object.keys(sensDAvis) as [SensDAvis, ...SensDAvis[]], { phrase: 'Dites ce qu’il en est.' }),
  le: date(),
  texte: texte({ min: 10, max: 4000, vide: 'Recopiez ce qu’il dit.' }),
})
export const champsMotif = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi, en une phrase.' }),
})
export const rien = z.object({})
