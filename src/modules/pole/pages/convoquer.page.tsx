import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { ko, ok } from '#kernel/result.ts'
import { heureLocale, instantDe, zones } from '#kernel/zones.ts'
import { geste } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField } from '#web/components.tsx'
import { date, heure, heureDeFin } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { lireReunion } from '../db/reunions.ts'
import type { Reunion, ReunionId } from '../domain/rencontre.ts'
import { convoquerUneRencontre, corrigerLInvitation, lieuChezLHote } from '../gestes/convoquer.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { chercherDateUrl, convoquerUrl, corrigerUrl, polesUrl, poleUrl, reunionUrl } from '../liens.ts'
import {
  champsInvitation,
  enInvitation,
  Ou,
  proposerInvitation,
  Quoi,
  sansLieu,
} from './invitation-champs.tsx'

const fields = z
  .object({ ...champsInvitation, jour: date(), de: heure(), a: heureDeFin() })
  .refine((p) => p.a > p.de, { error: 'La fin vient après le début.', path: ['a'] })
  .refine((p) => p.lieu !== '' || p.visio !== '' || p.hote !== '', { error: sansLieu, path: ['lieu'] })
type Formulaire = FormOf<typeof fields>

const noms = {
  titre: 'Titre',
  format: 'Forme',
  jour: 'Jour',
  de: 'Début',
  a: 'Fin',
  lieu: 'Lieu',
  jauge: 'Places',
}

const Vue = ({ form, r, reunion }: { form: Formulaire; r: Regard; reunion?: Reunion }) => (
  <Page
    title={reunion ? 'Corriger l’invitation' : 'Convoquer une rencontre'}
    lede={
      reunion
        ? 'Un changement de date se voit aussitôt dans l’agenda public et dans les téléphones abonnés.'
        : 'Chaque personne mandatée reçoit l’invitation par courriel, et répond pour sa coopérative.'
    }
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
      ...(reunion
        ? [{ libelle: reunion.titre, href: reunionUrl({ pole: r.pole.id, reunion: reunion.id }) }]
        : []),
    ]}
    alert={form.alert}
  >
    <Form
      form={form}
      action={
        reunion ? corrigerUrl({ pole: r.pole.id, reunion: reunion.id }) : convoquerUrl({ pole: r.pole.id })
      }
      noms={noms}
    >
      <Quoi form={form} />
      <FieldSection titre="Quand">
        <Field form={form} name="jour" label="Jour" inputmode="numeric" hint="22/03/2027" />
        <Field form={form} name="de" label="Début" placeholder="14 h" />
        <Field form={form} name="a" label="Fin" placeholder="17 h" />
        <SelectField
          form={form}
          name="zone"
          label="Fuseau"
          options={Object.entries(zones).map(([value, label]) => ({ value, label }))}
        />
      </FieldSection>
      <Ou form={form} />
      <Actions libelle={reunion ? 'Enregistrer l’invitation' : 'Convoquer et inviter'}>
        <a
          href={reunion ? reunionUrl({ pole: r.pole.id, reunion: reunion.id }) : poleUrl({ pole: r.pole.id })}
        >
          Revenir sans rien changer
        </a>
        {reunion ? null : (
          <a href={chercherDateUrl({ pole: r.pole.id })}>Chercher plutôt une date ensemble</a>
        )}
      </Actions>
    </Form>
  </Page>
)

const phraseAnime = 'Qui anime le pôle convoque ses rencontres.'

/** Le lieu laissé vide est celui de l’hôte ; sans lieu ni visio, la page le redemande. */
const enReunion = async (tx: TenantTx, r: Regard, data: z.output<typeof fields>) => {
  const invitation = enInvitation(data)
  const ou = await lieuChezLHote({ tx, r }, invitation)
  return ou.lieu === '' && invitation.visio === ''
    ? ko({ code: 'sans-lieu', phrase: sansLieu, champs: { lieu: sansLieu } })
    : ok({
        ...invitation,
        ...ou,
        debut: instantDe(data.jour, data.de, data.zone).instant,
        fin: instantDe(data.jour, data.a, data.zone).instant,
      })
}

const enValeurs = (u: Reunion) => {
  const debut = u.debut && heureLocale(u.debut, u.zone)
  const fin = u.fin && heureLocale(u.fin, u.zone)
  return {
    titre: u.titre,
    format: u.format,
    zone: u.zone,
    ...(debut && fin
      ? {
          jour: formaterDate(debut.date, 'chiffres'),
          de: formaterHeure(debut.minute),
          a: formaterHeure(fin.minute),
        }
      : {}),
    hote: u.hote,
    lieu: u.lieu,
    acces: u.acces,
    visio: u.visio,
    jauge: u.jauge,
  }
}

export const convoquerPage = geste({
  lien: convoquerUrl,
  droit: 'pole.participer',
  lire: (tx, { pole }, { visiteur }) => regarder(tx, visiteur, pole),
  peut: ({ anime }) => anime || phraseAnime,
  champs: fields,
  depart: proposerInvitation,
  vue: (r, form) => <Vue form={form} r={r} />,
  faire: async (tx, { lu: r, data, visiteur, le, cle }) => {
    const id = cle as ReunionId
    const dite = await enReunion(tx, r, data)
    if (!dite.ok) return dite
    await convoquerUneRencontre({ tx, r, visiteur, le }, { id, ...dite.value })
    return ok(id)
  },
  suite: (reunion, r) => ({
    vers: reunionUrl({ pole: r.pole.id, reunion }),
    dit: {
      genre: 'fait',
      fort: 'La rencontre est convoquée.',
      suite: 'Les personnes mandatées reçoivent l’invitation.',
    },
  }),
})

export const corrigerPage = geste({
  lien: corrigerUrl,
  droit: 'pole.participer',
  lire: async (tx, { pole, reunion: brut }, { visiteur }) => {
    const r = await regarder(tx, visiteur, pole)
    const id = asId<'Reunion'>(brut) as ReunionId | undefined
    const reunion = r && id && (await lireReunion(tx, r.pole.id, id))
    return reunion && { r, reunion }
  },
  peut: ({ r }) => r.anime || phraseAnime,
  champs: fields,
  depart: (_tx, { reunion }) => enValeurs(reunion),
  vue: (lu, form) => <Vue form={form} {...lu} />,
  faire: async (tx, { lu: { r, reunion }, data, visiteur, le }) => {
    const dite = await enReunion(tx, r, data)
    return dite.ok ? ok(await corrigerLInvitation({ tx, r, visiteur, le }, reunion, dite.value)) : dite
  },
  suite: (fait, { r, reunion }) => ({
    vers: reunionUrl({ pole: r.pole.id, reunion: reunion.id }),
    dit: {
      genre: 'fait',
      fort: fait === 'reportee' ? 'La rencontre est reportée.' : 'L’invitation est corrigée.',
      ...(fait === 'reportee' ? { suite: 'Les personnes mandatées reçoivent la nouvelle date.' } : {}),
    },
  }),
})
