import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { refus } from '#kernel/refus.ts'
import { ko } from '#kernel/result.ts'
import { geste } from '#modules/organisme/index.ts'
import { lireSession, sessionUrl } from '#modules/sessions/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import { Actions, Empty, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import { identifiant, texte } from '#web/fields.ts'
import { autresADeroger, nonHabilites } from '../db/habilitations.ts'
import { deroger } from '../gestes/habilitations.ts'
import { derogerUrl } from '../liens.ts'

const fields = z.object({
  personne: identifiant((t) => asId<'Tiers'>(t), { phrase: 'Choisissez la personne.' }),
  motif: texte({
    min: 20,
    max: 1000,
    vide: 'Dites pourquoi, en vingt signes au moins : la dérogation reste au dossier.',
    court: 'Dites pourquoi, en vingt signes au moins : la dérogation reste au dossier.',
  }),
})

/** Permettre une session avec une personne qui n’est pas habilitée à ses dates : un geste motivé, qui reste. */
export const derogerPage = geste({
  lien: derogerUrl,
  droit: 'habilitations.tenir',
  champs: fields,
  async lire(tx, { session }, { visiteur }) {
    const id = asId<'Session'>(session)
    const lue = id && visiteur.cae ? await lireSession(tx, id) : undefined
    if (!lue) return undefined
    const animent = await nonHabilites(tx, lue.id)
    const autres = (await autresADeroger(tx, lue.id)).filter(
      (a) => !animent.some((g) => g.personne === a.personne),
    )
    return { session: lue, gens: [...animent, ...autres] }
  },
  vue: ({ session, gens }, form) => (
    <Page
      title="Déroger à une habilitation"
      lede={`${session.numero} ${session.intitule}. Elle pourra se tenir avec cette personne, qu’elle l’anime déjà ou qu’on l’y affecte ensuite ; votre raison reste au dossier.`}
      path={[{ libelle: session.numero, href: sessionUrl({ session: session.id }) }]}
      alert={form.alert}
    >
      {gens.length === 0 ? (
        <Empty titre="Rien à permettre">
          Toutes les personnes qui animent cette session sont habilitées, ou déjà couvertes.
        </Empty>
      ) : (
        <Form form={form}>
          <SelectField
            form={form}
            name="personne"
            label="Personne"
            vide="choisir"
            options={gens.map((g) => ({
              value: g.personne,
              label: g.nom ?? 'Une personne d’une autre enseigne',
            }))}
          />
          <TextArea form={form} name="motif" label="Pourquoi" rows={4} />
          <Actions libelle="Donner la dérogation" />
        </Form>
      )}
    </Page>
  ),
  async faire(tx, { lu: { session, gens }, data, le }) {
    if (!gens.some((g) => g.personne === data.personne)) {
      const r = refus('personne', 'Cette personne n’attend aucune dérogation pour cette session.')
      return ko({ ...r, champs: { personne: r.phrase } })
    }
    return deroger(
      tx,
      { id: session.id, activite: session.activite },
      data.personne as TiersId,
      data.motif,
      le,
    )
  },
  suite: (_, { session }) => ({
    vers: sessionUrl({ session: session.id }),
    dit: {
      genre: 'fait',
      fort: 'La dérogation est donnée.',
      suite: 'Cette personne peut animer la session.',
    },
  }),
})
