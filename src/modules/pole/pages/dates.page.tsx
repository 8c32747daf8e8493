import { Hono } from 'hono'
import { z } from 'zod'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT, zones } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page, RepeatedRows, SelectField } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { date, heure, heureDeFin, rangs } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireReunion } from '../db/reunions.ts'
import { CRENEAUX_MAX, lireCreneaux } from '../domain/creneaux.ts'
import type { DecisionId } from '../domain/decision.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import { chercherUneDate } from '../gestes/chercher-date.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { chercherDateUrl, convoquerUrl, polesUrl, poleUrl, reunionUrl } from '../liens.ts'
import { champsInvitation, enInvitation, Ou, proposerInvitation, Quoi } from './invitation-champs.tsx'

const fields = z.object({
  ...champsInvitation,
  dates: rangs(z.object({ jour: date(), de: heure(), a: heureDeFin() }), {
    min: 2,
    max: CRENEAUX_MAX,
    phrase: 'Proposez au moins deux dates.',
  }),
  ferme: date(),
})
type Formulaire = FormOf<typeof fields>

const Vue = ({ form, r }: { form: Formulaire; r: Regard }) => (
  <Page
    title="Chercher une date"
    lede="Chaque coopérative dit oui, peut-être ou non à chaque date. Vous retenez celle qui convient : l’invitation part d’elle-même."
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
    ]}
    alert={form.alert}
  >
    <Form
      form={form}
      action={chercherDateUrl({ pole: r.pole.id })}
      noms={{ titre: 'Titre', dates: 'Dates', ferme: 'Réponses jusqu’au', jauge: 'Places' }}
    >
      <Quoi form={form} />
      <FieldSection titre="Quand" plein>
        <RepeatedRows
          form={form}
          name="dates"
          titre="Date"
          ajouter="Une date de plus"
          min={2}
          max={CRENEAUX_MAX}
        >
          {(prefixe) => (
            <div class="champs">
              <Field
                form={form}
                name={`${prefixe}.jour`}
                label="Jour"
                inputmode="numeric"
                hint="22/03/2027"
              />
              <Field form={form} name={`${prefixe}.de`} label="Début" placeholder="14 h" />
              <Field form={form} name={`${prefixe}.a`} label="Fin" placeholder="17 h" />
            </div>
          )}
        </RepeatedRows>
        <div class="champs">
          <Field
            form={form}
            name="ferme"
            label="Réponses jusqu’au soir du"
            inputmode="numeric"
            hint="22/03/2027"
          />
          <SelectField
            form={form}
            name="zone"
            label="Fuseau"
            options={Object.entries(zones).map(([value, label]) => ({ value, label }))}
          />
        </div>
      </FieldSection>
      <Ou form={form} />
      <Actions libelle="Proposer ces dates">
        <a href={convoquerUrl({ pole: r.pole.id })}>La date est déjà choisie</a>
      </Actions>
    </Form>
  </Page>
)

const phraseAnime = 'Qui anime le pôle convoque ses rencontres.'
const soir = 24 * 60

/** `/poles/:pole/reunions/dates` : une rencontre annoncée, sa date mise aux voix. */
export const datesPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(chercherDateUrl.modele, exigerDroit('pole.participer'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        const jour = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
        return c.html(
          <Vue
            r={r}
            form={emptyForm(undefined, {
              ...(await proposerInvitation(tx, r)),
              ferme: formaterDate(ajouterJours(jour, 7), 'chiffres'),
            })}
          />,
        )
      }),
    )
    .post(chercherDateUrl.modele, exigerDroit('pole.participer'), async (c) => {
      const lu = await readForm(fields, c, { rangs: CRENEAUX_MAX })
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        if (!lu.ok) return c.html(<Vue form={lu.form} r={r} />, lu.status)
        const { data } = lu
        const le = clock.now()
        const creneaux = lireCreneaux(
          data.dates.map((d) => ({
            debut: instantDe(d.jour, d.de, data.zone).instant,
            fin: instantDe(d.jour, d.a, data.zone).instant,
          })),
          le,
        )
        const fermeLe = instantDe(data.ferme, soir, ZONE_PAR_DEFAUT).instant
        const premiere = creneaux.ok ? creneaux.value[0]?.debut : undefined
        const sansLieu = data.lieu === '' && data.visio === ''
        if (!creneaux.ok || fermeLe <= le || !premiere || fermeLe > premiere || sansLieu)
          return c.html(
            <Vue
              r={r}
              form={withErrors(lu.form, {
                ...(creneaux.ok ? {} : { dates: creneaux.error.phrase }),
                ...(fermeLe <= le ? { ferme: 'Un jour à venir, ou ce soir.' } : {}),
                ...(premiere && fermeLe > premiere
                  ? { ferme: 'Avant la première date proposée, pour qu’elle puisse être retenue.' }
                  : {}),
                ...(sansLieu
                  ? { lieu: 'Dites où l’on se retrouve : un lieu, ou une adresse de visio.' }
                  : {}),
              })}
            />,
            422,
          )
        const reunion = ((lu.jeton && asId<'Reunion'>(lu.jeton)) || newId<'Reunion'>(le)) as ReunionId
        const decision = newId<'Decision'>(le) as DecisionId
        const dit = { ...enInvitation(data), reunion, decision, creneaux: creneaux.value, fermeLe }
        const neuve = await chercherUneDate({ tx, r, visiteur, le }, dit)
        // Le même envoi, deux fois, ou l'identifiant d'une rencontre d'un autre pôle.
        if (!neuve && !(await lireReunion(tx, r.pole.id, reunion))) return notFound(c)
        return redirectWith(c, reunionUrl({ pole: r.pole.id, reunion }), {
          genre: 'fait',
          fort: 'Les dates sont proposées.',
          suite: 'Chaque coopérative reçoit de quoi répondre.',
        })
      })
    })
