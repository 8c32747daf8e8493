import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { geste } from '#modules/organisme/index.ts'
import { lireSession, sessionUrl } from '#modules/sessions/index.ts'
import { Actions, Empty, FieldSection, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import { facultatif, identifiant, texte } from '#web/fields.ts'
import { aVenirSansDossier, sansDossier } from '../db/dossier-attendu.ts'
import { deroger, FICHE_NEUVE, fichesAuChoix } from '../gestes/dossier-attendu.ts'
import { derogerDossierUrl } from '../liens.ts'

const POURQUOI = 'Dites pourquoi, en vingt signes au moins : la dérogation reste au dossier de la session.'
const fields = z.object({
  personne: identifiant((t) => asId<'Tiers'>(t) ?? asId<'Mission'>(t), { phrase: 'Choisissez la personne.' }),
  fiche: facultatif(texte({ max: 36 })),
  motif: texte({ min: 20, max: 1000, vide: POURQUOI, court: POURQUOI }),
})

/** Permettre une session avec une personne prêtée qui n’a pas de dossier 21/22 qui vaille à ces heures : un geste motivé, qui reste. */
export const derogerDossierPage = geste({
  lien: derogerDossierUrl,
  droit: 'pieces.viser',
  champs: fields,
  async lire(tx, { session }) {
    const id = asId<'Session'>(session)
    const lue = id && (await lireSession(tx, id))
    if (!lue) return undefined
    // Une personne, une ligne, quel que soit le nombre de ses missions.
    const animent = [...new Map((await sansDossier(tx, lue.id)).map((g) => [g.personne, g])).values()].map(
      (g) => ({ value: g.personne as string, label: `${g.nom}, ${g.envoyeur}` }),
    )
    // De deux missions d’une personne, celle qui a déjà placé sa fiche ici l’emporte : la dérogation est de cette fiche.
    const missions = (await aVenirSansDossier(tx, lue.id)).toSorted(
      (x, y) => Number(x.fiche !== null) - Number(y.fiche !== null),
    )
    const aVenir = [
      ...new Map(missions.map((g) => [`${g.prenom} ${g.famille}, ${g.envoyeur}`, g])).values(),
    ].filter((g) => !animent.some((x) => x.value === g.fiche))
    const auChoix: { value: string; label: string }[] = []
    for (const m of aVenir) {
      const siennes = await fichesAuChoix(tx, m)
      if (siennes && auChoix.length === 0) auChoix.push({ value: FICHE_NEUVE, label: 'une fiche neuve' })
      for (const f of siennes ?? [])
        auChoix.push({
          value: f.personne,
          label: [`${f.prenom} ${f.nom}`, f.courriel, f.titres].filter(Boolean).join(', ').slice(0, 100),
        })
    }
    const autres = aVenir.map((g) => ({
      value: g.mission as string,
      label: `${g.prenom} ${g.famille}, ${g.envoyeur} : pas encore dans cette session`.trim(),
    }))
    return { session: lue, gens: [...animent, ...autres], fiches: auChoix }
  },
  vue: ({ session, gens, fiches }, form) => (
    <Page
      title="Déroger au dossier d’une personne prêtée"
      lede={`${session.numero} ${session.intitule}. La session pourra se tenir avec cette personne, qu’elle l’anime déjà ou qu’on l’y affecte ensuite, sans ses titres, son curriculum vitæ et ses formations (RNQ, 21 et 22). À l’audit, c’est votre coopérative qui en répond : votre raison reste au dossier de la session.`}
      path={[{ libelle: session.numero, href: sessionUrl({ session: session.id }) }]}
      alert={form.alert}
    >
      {gens.length === 0 && form.values.size === 0 ? (
        <Empty titre="Rien à permettre">
          Aucune personne que vous lisez ici n’attend de dérogation. Avant qu’elle anime, qui vise pour toute
          la coopérative la donne, une fois la mission signée.
        </Empty>
      ) : (
        <Form form={form}>
          <FieldSection titre="La dérogation">
            <SelectField form={form} name="personne" label="Personne" vide="choisir" options={gens} />
            {fiches.length > 0 ? (
              <SelectField
                form={form}
                name="fiche"
                label="Sa fiche chez vous"
                vide="choisir"
                hint="si quelqu’un d’autre porte son nom chez vous"
                options={fiches}
              />
            ) : null}
            <TextArea form={form} name="motif" label="Pourquoi" rows={4} />
          </FieldSection>
          <Actions libelle="Donner la dérogation" />
        </Form>
      )}
    </Page>
  ),
  faire: (tx, { lu: { session }, data, le }) =>
    deroger(
      tx,
      { id: session.id, activite: session.activite },
      { personne: data.personne, fiche: data.fiche, motif: data.motif },
      le,
    ),
  suite: (_, { session }) => ({
    vers: sessionUrl({ session: session.id }),
    dit: {
      genre: 'fait',
      fort: 'La dérogation est donnée.',
      suite: 'La session peut se tenir avec cette personne.',
    },
  }),
})
