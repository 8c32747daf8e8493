import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { uneLigne } from '#kernel/texte.ts'
import { asZone, heureLocale, instantDe, zones } from '#kernel/zones.ts'
import { exigerDroit, lireOrganisme } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, date, entier, facultatif, heure, heureDeFin, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  changerReunion,
  convoquer,
  lireReunion,
  listerReunions,
  type Reunion,
  type ReunionId,
} from '../db/reunions.ts'
import { rangEnLettres } from '../domain/retour-sur.ts'
import { tacheInviter } from '../jobs/envoyer.job.ts'
import { convoquerUrl, corrigerUrl, polesUrl, poleUrl, reunionUrl } from '../liens.ts'
import { noter, type Regard, regarder } from '../regard.ts'
import { formats } from './dire.ts'

const fields = z
  .object({
    titre: texte({ min: 2, max: 200, vide: 'Donnez un titre à la rencontre.' }),
    format: choix(['demi-journee', 'petit-dejeuner', 'aperitif', 'visio', 'assemblee'], {
      phrase: 'Dites quelle forme prend la rencontre.',
    }),
    jour: date(),
    de: heure(),
    a: heureDeFin(),
    zone: viaParser(asZone, 'Choisissez un fuseau de la liste.'),
    hote: texte({ max: 200 }),
    lieu: texte({ max: 300 }),
    acces: texte({ max: 1000 }),
    visio: texte({ max: 300 }),
    jauge: facultatif(entier({ min: 1, max: 2000 })),
  })
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
      <FieldSection titre="Quoi">
        <Field form={form} name="titre" label="Titre" span={2} />
        <SelectField
          form={form}
          name="format"
          label="Forme"
          options={Object.entries(formats).map(([value, label]) => ({ value, label }))}
        />
      </FieldSection>
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
      <FieldSection titre="Où">
        <Field form={form} name="hote" label="Chez qui" optional hint="la coopérative qui accueille" />
        <Field form={form} name="lieu" label="Adresse" span={2} />
        <TextArea
          form={form}
          name="acces"
          label="Accès"
          rows={2}
          optional
          hint="transports, plain-pied, boucle magnétique, hébergement"
        />
        <Field
          form={form}
          name="visio"
          label="Adresse de visio"
          optional
          span={2}
          hint="montrée aux membres seulement"
        />
        <Field form={form} name="jauge" label="Places" inputmode="numeric" optional />
      </FieldSection>
      <Actions libelle={reunion ? 'Enregistrer l’invitation' : 'Convoquer et inviter'}>
        <a
          href={reunion ? reunionUrl({ pole: r.pole.id, reunion: reunion.id }) : poleUrl({ pole: r.pole.id })}
        >
          Revenir sans rien changer
        </a>
      </Actions>
    </Form>
  </Page>
)

const phraseAnime = 'Qui anime le pôle convoque ses rencontres.'

const enReunion = (data: z.output<typeof fields>) => ({
  titre: uneLigne(data.titre),
  format: data.format,
  zone: data.zone,
  debut: instantDe(data.jour, data.de, data.zone).instant,
  fin: instantDe(data.jour, data.a, data.zone).instant,
  hote: uneLigne(data.hote),
  lieu: uneLigne(data.lieu),
  acces: data.acces,
  visio: uneLigne(data.visio),
  jauge: data.jauge ?? null,
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
    .get('/poles/:pole/reunions/nouvelle', exigerDroit('pole.participer'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        const derniere = (await listerReunions(tx, r.pole.id))[0]
        const { zone } = await lireOrganisme(tx)
        const rang = rangEnLettres((derniere?.rang ?? 0) + 1)
        return c.html(
          <Vue
            form={emptyForm(undefined, {
              titre: `${rang.charAt(0).toUpperCase()}${rang.slice(1)} rencontre`,
              format: derniere?.format ?? 'demi-journee',
              zone: derniere?.zone ?? zone,
              visio: derniere?.visio,
            })}
            r={r}
          />,
        )
      }),
    )
    .post('/poles/:pole/reunions/nouvelle', exigerDroit('pole.participer'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        if (!read.ok) return c.html(<Vue form={read.form} r={r} />, read.status)
        const le = clock.now()
        const id = ((read.jeton && asId<'Reunion'>(read.jeton)) || newId<'Reunion'>(le)) as ReunionId
        if (await convoquer(tx, r.pole.id, { id, ...enReunion(read.data) }, le)) {
          await enqueue(tx, tacheInviter, { organisme: r.moi, pole: r.pole.id, reunion: id })
          await noter(
            tx,
            visiteur,
            r.pole.id,
            'convoquer-reunion',
            `Une rencontre de {pole:${r.pole.id}} est convoquée.`,
            le,
          )
        }
        return redirectWith(c, reunionUrl({ pole: r.pole.id, reunion: id }), {
          genre: 'fait',
          fort: 'La rencontre est convoquée.',
          suite: 'Les personnes mandatées reçoivent l’invitation.',
        })
      })
    })
    .get('/poles/:pole/reunions/:reunion/modifier', exigerDroit('pole.participer'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        const id = asId<'Reunion'>(c.req.param('reunion')) as ReunionId | undefined
        const reunion = r && id && (await lireReunion(tx, r.pole.id, id))
        if (!r || !reunion) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        return c.html(<Vue form={emptyForm(undefined, enValeurs(reunion))} r={r} reunion={reunion} />)
      }),
    )
    .post('/poles/:pole/reunions/:reunion/modifier', exigerDroit('pole.participer'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        const id = asId<'Reunion'>(c.req.param('reunion')) as ReunionId | undefined
        const reunion = r && id && (await lireReunion(tx, r.pole.id, id))
        if (!r || !reunion) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        if (!read.ok) return c.html(<Vue form={read.form} r={r} reunion={reunion} />, read.status)
        await changerReunion(tx, r.pole.id, reunion.id, {
          ...enReunion(read.data),
          ...(reunion.etat === 'dates' ? { etat: 'convoquee' as const } : {}),
        })
        return redirectWith(c, reunionUrl({ pole: r.pole.id, reunion: reunion.id }), {
          genre: 'fait',
          fort: 'L’invitation est corrigée.',
        })
      })
    })
