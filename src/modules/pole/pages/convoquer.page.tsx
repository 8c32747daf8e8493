import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { heureLocale, instantDe, zones } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { date, heure, heureDeFin } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireReunion } from '../db/reunions.ts'
import type { Reunion, ReunionId } from '../domain/rencontre.ts'
import { convoquerUneRencontre, corrigerLInvitation } from '../gestes/convoquer.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { chercherDateUrl, convoquerUrl, corrigerUrl, polesUrl, poleUrl, reunionUrl } from '../liens.ts'
import { champsInvitation, enInvitation, Ou, proposerInvitation, Quoi } from './invitation-champs.tsx'

const fields = z
  .object({ ...champsInvitation, jour: date(), de: heure(), a: heureDeFin() })
  .refine((p) => p.a > p.de, { error: 'La fin vient après le début.', path: ['a'] })
  .refine((p) => p.lieu !== '' || p.visio !== '', {
    error: 'Dites où l’on se retrouve : un lieu, ou une adresse de visio.',
    path: ['lieu'],
  })
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

const enReunion = (data: z.output<typeof fields>) => ({
  ...enInvitation(data),
  debut: instantDe(data.jour, data.de, data.zone).instant,
  fin: instantDe(data.jour, data.a, data.zone).instant,
})

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

export const convoquerPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(convoquerUrl.modele, exigerDroit('pole.participer'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        return c.html(<Vue form={emptyForm(undefined, await proposerInvitation(tx, r))} r={r} />)
      }),
    )
    .post(convoquerUrl.modele, exigerDroit('pole.participer'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        if (!read.ok) return c.html(<Vue form={read.form} r={r} />, read.status)
        const le = clock.now()
        const id = ((read.jeton && asId<'Reunion'>(read.jeton)) || newId<'Reunion'>(le)) as ReunionId
        await convoquerUneRencontre({ tx, r, visiteur, le }, { id, ...enReunion(read.data) })
        return redirectWith(c, reunionUrl({ pole: r.pole.id, reunion: id }), {
          genre: 'fait',
          fort: 'La rencontre est convoquée.',
          suite: 'Les personnes mandatées reçoivent l’invitation.',
        })
      })
    })
    .get(corrigerUrl.modele, exigerDroit('pole.participer'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        const id = asId<'Reunion'>(c.req.param('reunion')) as ReunionId | undefined
        const reunion = r && id && (await lireReunion(tx, r.pole.id, id))
        if (!r || !reunion) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        return c.html(<Vue form={emptyForm(undefined, enValeurs(reunion))} r={r} reunion={reunion} />)
      }),
    )
    .post(corrigerUrl.modele, exigerDroit('pole.participer'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        const id = asId<'Reunion'>(c.req.param('reunion')) as ReunionId | undefined
        const reunion = r && id && (await lireReunion(tx, r.pole.id, id))
        if (!r || !reunion) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        if (!read.ok) return c.html(<Vue form={read.form} r={r} reunion={reunion} />, read.status)
        const ici = { tx, r, visiteur, le: clock.now() }
        const reporte = (await corrigerLInvitation(ici, reunion, enReunion(read.data))) === 'reportee'
        return redirectWith(c, reunionUrl({ pole: r.pole.id, reunion: reunion.id }), {
          genre: 'fait',
          fort: reporte ? 'La rencontre est reportée.' : 'L’invitation est corrigée.',
          ...(reporte ? { suite: 'Les personnes mandatées reçoivent la nouvelle date.' } : {}),
        })
      })
    })
