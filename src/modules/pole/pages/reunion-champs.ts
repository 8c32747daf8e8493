/** Les petits formulaires de la page d'une réunion, un par geste. */
import { z } from 'zod'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { choix, date, entier, facultatif, identifiant, rangs, texte } from '#web/fields.ts'

const organisme = (t: string) => asId<'Organisme'>(t) as OrganismeId | undefined

export const champs = {
  reponse: z.object({ dit: choix(['oui', 'peut-etre', 'non'], { phrase: 'Dites si vous venez.' }) }),
  points: z.object({
    point: texte({ min: 3, max: 200, vide: 'Écrivez le point à mettre à l’ordre du jour.' }),
    minutes: facultatif(entier({ min: 1, max: 480 })),
  }),
  enjeux: z.object({ enjeu: texte({ min: 3, max: 500, vide: 'Dites votre enjeu en une phrase.' }) }),
  themes: z.object({
    themes: texte({ min: 2, max: 3000, vide: 'Écrivez un thème par ligne.' }),
  }),
  rangements: z.object({
    rangement: rangs(
      z.object({
        enjeu: identifiant((t) => asId<'Enjeu'>(t)),
        theme: facultatif(identifiant((t) => asId<'Theme'>(t))),
      }),
    ),
  }),
  pesees: z.object({
    pesee: rangs(
      z.object({
        theme: identifiant((t) => asId<'Theme'>(t)),
        points: facultatif(entier({ min: 0, max: 8, phrase: 'Un nombre de points, de 0 à 8.' })),
      }),
    ),
  }),
  retenir: z.object({ rang: entier({ min: 1, max: 12, phrase: 'Choisissez une des dates proposées.' }) }),
  groupes: z.object({
    theme: identifiant((t) => asId<'Theme'>(t), { phrase: 'Choisissez le thème dont il part.' }),
    mandat: texte({ min: 10, max: 2000, vide: 'Écrivez ce que le pôle demande au groupe.' }),
    pilote: texte({ max: 200 }),
    echeance: facultatif(date()),
  }),
  presences: z.object({
    presence: rangs(
      z.object({
        cooperative: identifiant(organisme),
        personnes: facultatif(entier({ min: 0, max: 100 })),
      }),
    ),
    invites: texte({ max: 500 }),
  }),
  recit: z.object({ recit: texte({ max: 20_000 }) }),
  amendements: z.object({
    amendement: texte({ min: 3, max: 2000, vide: 'Écrivez la correction que vous proposez.' }),
  }),
  engagements: z.object({
    quoi: texte({ min: 3, max: 300, vide: 'Dites ce qui sera fait.' }),
    qui: texte({ min: 2, max: 200, vide: 'Dites qui s’y engage.' }),
    pour: facultatif(date()),
  }),
  etat: z.object({}),
  'compte-rendu': z.object({}),
  annuler: z.object({ motif: texte({ min: 5, max: 500, vide: 'Dites pourquoi : les membres le liront.' }) }),
} as const
export type NomGeste = keyof typeof champs
