import { Hono } from 'hono'
import { z } from 'zod'
import { ajouterJours, type DateCivile, formaterDate, lireDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { uneLigne } from '#kernel/texte.ts'
import { heureLocale, instantDe, jourLocal } from '#kernel/zones.ts'
import { droits, enseigneParDefaut, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Etat,
  Field,
  FieldSection,
  FilterField,
  Filters,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { occupees } from '../db/occupations.ts'
import { type HeurePrise, heuresPrises, lireSalle, type Salle } from '../db/salles.queries.ts'
import { changerOuverture, modifierSalle } from '../gestes/tenir-salle.ts'
import { deQuiLit } from '../lecture/sienne.ts'
import { sallesUrl, salleUrl, sessionsUrl, sessionUrl } from '../liens.ts'
import { etatSalle } from './salles.page.tsx'

const fields = z.object({
  nom: texte({ min: 1, max: 120, vide: 'Écrivez le nom de la salle.' }),
  places: facultatif(entier({ min: 1, max: 2000 })),
})
type Formulaire = FormOf<typeof fields>

/** Les trois temps d'une journée de salle, à sa pendule. */
const temps = [
  { mot: 'Matin', debut: 0, fin: 780 },
  { mot: 'Après-midi', debut: 780, fin: 1080 },
  { mot: 'Soirée', debut: 1080, fin: 1440 },
] as const

type Temps = { readonly mot: string; readonly prise: boolean; readonly vues: readonly HeurePrise[] }

/** Qui ne lit que ses sessions voit qu’une salle est prise par une autre, non laquelle. */
const journeeDe = async (
  tx: TenantTx,
  salle: Salle,
  jour: DateCivile,
  deQui: PersonneId | null,
): Promise<Temps[]> => {
  const creneaux = temps.map((t) => ({
    du: instantDe(jour, t.debut, salle.zone).instant,
    au:
      t.fin === 1440
        ? instantDe(ajouterJours(jour, 1), 0, salle.zone).instant
        : instantDe(jour, t.fin, salle.zone).instant,
  }))
  const prises = new Set(
    (
      await occupees(
        tx,
        creneaux.map((b, i) => ({ ...b, seance: String(i), nom: salle.nom, salle: salle.id })),
        null,
      )
    ).map((d) => d.seance),
  )
  const rendus: Temps[] = []
  for (const [i, b] of creneaux.entries())
    rendus.push({
      mot: temps[i]?.mot ?? '',
      prise: prises.has(String(i)),
      vues: await heuresPrises(tx, salle.id, b.du, b.au, deQui),
    })
  return rendus
}

const minuteDe = (instant: Date, s: Salle) => heureLocale(instant, s.zone).minute

type VueProps = {
  readonly form: Formulaire
  readonly salle: Salle
  readonly jour: DateCivile
  readonly journee: readonly Temps[]
  readonly tient: boolean
}

const Vue = ({ form, salle, jour, journee, tient }: VueProps) => (
  <Page
    title={salle.nom}
    lede={
      <>
        {[salle.nomEtablissement, salle.ville].filter(Boolean).join(', ')}
        {salle.places ? `, ${salle.places} places` : ''}. {etatSalle(salle)}
      </>
    }
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: 'Salles', href: sallesUrl() },
    ]}
    alert={form.alert}
  >
    <Section
      titre="Sa journée"
      id="journee"
      sous={formaterDate(jour, 'complet')}
      outils={[
        {
          libelle: 'La veille',
          href: withQuery(salleUrl({ salle: salle.id }), { jour: ajouterJours(jour, -1) }),
        },
        {
          libelle: 'Le lendemain',
          href: withQuery(salleUrl({ salle: salle.id }), { jour: ajouterJours(jour, 1) }),
        },
      ]}
    >
      <Filters label="Choisir le jour" action={salleUrl({ salle: salle.id })}>
        <FilterField name="jour" label="Jour" value={formaterDate(jour, 'chiffres')} />
      </Filters>
      <Table
        legende={`La journée de la salle, ${formaterDate(jour, 'complet')}`}
        lignes={journee}
        colonnes={[
          { titre: 'Moment', entete: true, cell: (t) => t.mot },
          {
            titre: 'Salle',
            cell: (t) => <Etat etat={t.prise ? 'partiel' : 'prouve'} mot={t.prise ? 'occupée' : 'libre'} />,
          },
          {
            titre: 'Session',
            cell: (t) =>
              t.vues.map((v, i) => (
                <>
                  {i > 0 ? ' ; ' : ''}
                  {formaterCreneau(minuteDe(v.debut, salle), minuteDe(v.fin, salle) || 1440)}{' '}
                  <a href={sessionUrl({ session: v.session })}>{v.intitule}</a>, {v.formateur}
                </>
              )),
          },
        ]}
      />
    </Section>
    {tient ? (
      <>
        <h2 class="feuille" id="salle">
          Corriger la salle
        </h2>
        <Form form={form} noms={{ nom: 'Nom', places: 'Places' }}>
          <FieldSection titre="La salle">
            <Field form={form} name="nom" label="Nom" maxlength={120} span={2} />
            <Field form={form} name="places" label="Places" inputmode="numeric" optional />
          </FieldSection>
          <Actions libelle="Enregistrer" />
        </Form>
        <Section titre={salle.fermeeLe ? 'Rouvrir' : 'Fermer'} id="fermer">
          <p>
            {salle.fermeeLe
              ? 'Elle se proposera de nouveau aux sessions.'
              : 'Les sessions déjà planifiées y restent ; les nouvelles ne peuvent plus la choisir. Vous pourrez la rouvrir.'}
          </p>
          <Form form={emptyForm()} action={`${salleUrl({ salle: salle.id })}/etat`} classe="">
            <p class="gestes-l">
              <Button geste={salle.fermeeLe ? 'rouvrir' : 'fermer'}>
                {salle.fermeeLe ? 'Rouvrir la salle' : 'Fermer la salle'}
              </Button>
            </p>
          </Form>
        </Section>
      </>
    ) : null}
  </Page>
)

const chemin = salleUrl.modele
const jourVoulu = (texteLu: string | undefined, defaut: DateCivile): DateCivile => {
  const lu = lireDate(texteLu ?? '')
  return lu.ok ? lu.value : defaut
}
const depuis = (s: Salle): Formulaire => emptyForm(undefined, { nom: s.nom, places: s.places })

export const sallePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(chemin, exigerDroit('sessions.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Salle'>(c.req.param('salle'))
        const salle = id && (await lireSalle(tx, id))
        if (!salle) return notFound(c)
        const jour = jourVoulu(c.req.query('jour'), jourLocal(clock.now(), salle.zone))
        return c.html(
          <Vue
            form={depuis(salle)}
            salle={salle}
            jour={jour}
            journee={await journeeDe(tx, salle, jour, deQuiLit(visiteur))}
            tient={peutVisiteur(visiteur, 'salles.tenir')}
          />,
        )
      }),
    )
    .post(chemin, exigerDroit('salles.tenir'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Salle'>(c.req.param('salle'))
        const salle = id && (await lireSalle(tx, id))
        if (!salle) return notFound(c)
        const jour = jourLocal(clock.now(), salle.zone)
        const montrer = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <Vue
              form={form}
              salle={salle}
              jour={jour}
              journee={await journeeDe(tx, salle, jour, deQuiLit(visiteur))}
              tient
            />,
            status,
          )
        if (!read.ok) return montrer(read.form, read.status)
        const enseigne = await enseigneParDefaut(tx, visiteur)
        if (!enseigne) return forbidden(c, droits['salles.tenir'].phrase)
        const fait = await modifierSalle(
          tx,
          salle.id,
          { nom: uneLigne(read.data.nom), places: read.data.places ?? null },
          { activite: enseigne.id, le: clock.now() },
        )
        if (!fait.ok) return montrer(withErrors(read.form, { nom: fait.error.phrase }), 409)
        return redirectWith(c, salleUrl({ salle: salle.id }), {
          genre: 'fait',
          fort: 'La salle est enregistrée.',
        })
      })
    })
    .post(`${chemin}/etat`, exigerDroit('salles.tenir'), async (c) => {
      const read = await readForm(z.object({}), c)
      const id = asId<'Salle'>(c.req.param('salle'))
      if (!id || !read.ok) return notFound(c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const salle = await lireSalle(tx, id)
        const enseigne = await enseigneParDefaut(tx, visiteur)
        if (!salle) return notFound(c)
        if (!enseigne) return forbidden(c, droits['salles.tenir'].phrase)
        const jour = read.geste === 'rouvrir' ? null : jourLocal(clock.now(), salle.zone)
        const fait = await changerOuverture(tx, id, jour, { activite: enseigne.id, le: clock.now() })
        return redirectWith(
          c,
          salleUrl({ salle: id }),
          fait.ok
            ? { genre: 'fait', fort: jour === null ? 'La salle est rouverte.' : 'La salle est fermée.' }
            : { genre: 'mal', fort: fait.error.phrase },
        )
      })
    })
