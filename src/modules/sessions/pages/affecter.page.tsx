import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { majuscule } from '#kernel/texte.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Button,
  ButtonLink,
  CheckboxField,
  CheckboxGroup,
  Empty,
  Field,
  FieldSection,
  Form,
  Page,
  RepeatedRows,
  SelectField,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { duree, entier, facultatif, identifiant, rangs } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant } from '#web/links.ts'
import type { Salle } from '../db/salles.queries.ts'
import { lireSession, type SeanceLue, type SessionLue } from '../db/sessions.queries.ts'
import { affecterSeance, type RefusAffectation } from '../gestes/affecter.ts'
import { contexteDAffectation, remplacer } from '../lecture/contexte-d-affectation.ts'
import { avertirIndisponibles, ensuite } from '../lecture/disponibilite.ts'
import { type Affectable, direAffectable } from '../lecture/ou-et-qui.ts'
import { type Remplacement, remplacementDe } from '../lecture/remplacants.ts'
import { deQuiLit } from '../lecture/sienne.ts'
import { affecterUrl, sallesUrl, seanceUrl, sessionsUrl, sessionUrl } from '../liens.ts'
import { type PrisesSessions, sansPrises } from '../prises.ts'
import {
  ActionsDApercu,
  Apercu,
  apercevoir,
  direEnsuite,
  lireDemande,
  montrerSiDejaDu,
  prevenirAussitot,
} from './apercu.tsx'
import { direSalle, optionsModalite } from './champs-session.tsx'
import { pourPlanifier } from './modifier.page.tsx'
import { modaliteSeance } from './planifier.form.ts'
import { Remplacer } from './remplacer.vue.tsx'

const maxIntervenants = 20

const fields = z.object({
  revision: entier({ min: 0 }),
  salles: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((brut, ctx) => {
      const lues = (typeof brut === 'string' ? [brut] : (brut ?? []))
        .filter((t) => t !== '')
        .map(asId<'Salle'>)
      if (lues.length > 20 || lues.includes(undefined)) {
        ctx.addIssue({ code: 'custom', message: 'Choisissez des salles de la liste.' })
        return z.NEVER
      }
      return lues.filter((id) => id !== undefined)
    }),
  intervenants: rangs(
    z.object({
      id: identifiant((t) => asId<'Personne'>(t) as PersonneId | undefined, {
        phrase: 'Choisissez qui anime.',
      }),
      duree: facultatif(duree()),
      confieeA: facultatif(identifiant(asId<'Entreprise'>)),
    }),
    { min: 1, max: maxIntervenants, phrase: 'Choisissez au moins une personne qui anime.' },
  ),
  cotraitant: facultatif(identifiant(asId<'Entreprise'>)),
  modalite: modaliteSeance(),
  partout: facultatif(z.string().optional()),
})
type Formulaire = FormOf<typeof fields>

type VueProps = {
  readonly form: Formulaire
  readonly session: SessionLue
  readonly seance: SeanceLue
  readonly salles: readonly Salle[]
  readonly affectables: readonly Affectable[]
  readonly structures: readonly { readonly id: string; readonly nom: string }[]
  /** Ce qui prend chaque salle à cette heure. */
  readonly pris: ReadonlyMap<string, string>
  readonly figee: boolean
  /** Qui regarde écrit à toute la session. */
  readonly previent: boolean
  readonly remplacement?: Remplacement | undefined
}

const Vue = ({
  form,
  session,
  seance,
  salles,
  affectables,
  structures,
  pris,
  figee,
  previent,
  remplacement,
}: VueProps) => (
  <Page
    title={`${majuscule(formaterDate(seance.jour, 'complet'))}, ${formaterCreneau(seance.debutMinutes, seance.finMinutes)}`}
    lede={`${session.intitule} : qui anime cette demi-journée, et dans quelles salles.`}
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: session.numero, href: sessionUrl({ session: session.id }) },
    ]}
    alert={form.alert}
    islands={['rangs']}
  >
    {remplacement ? <Remplacer {...remplacement} /> : null}
    {figee ? (
      <Empty
        titre="Cette demi-journée est émargée."
        gestes={
          <>
            <ButtonLink href={seanceUrl({ session: session.id, seance: seance.id })}>
              Ouvrir sa feuille
            </ButtonLink>{' '}
            <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
          </>
        }
      >
        Qui l’a animée, et où, ne change plus. Une erreur se corrige sur sa feuille, avec un motif.
      </Empty>
    ) : (
      <Form
        form={form}
        action={affecterUrl({ session: session.id, seance: seance.id })}
        entree="apercu"
        noms={{ intervenants: 'Intervenant', salles: 'Salles', modalite: 'Modalité' }}
      >
        <input type="hidden" name="revision" value={fieldValue(form, 'revision')} />
        <FieldSection titre="Qui anime" plein>
          <div class="fiches">
            <RepeatedRows
              form={form}
              name="intervenants"
              titre="Intervenant"
              ajouter="Ajouter une personne"
              max={maxIntervenants}
            >
              {(p) => (
                <>
                  <SelectField
                    form={form}
                    name={`${p}.id`}
                    label="Personne"
                    vide="choisir"
                    options={affectables.map((a) => ({ value: a.id, label: direAffectable(a) }))}
                  />
                  <Field
                    form={form}
                    name={`${p}.duree`}
                    label="Temps d’intervention"
                    optional
                    hint={`toute la séance : ${formaterDuree(seance.finMinutes - seance.debutMinutes)}`}
                  />
                  <SelectField
                    form={form}
                    name={`${p}.confieeA`}
                    label="Confiée à"
                    vide="notre équipe"
                    options={structures.map((e) => ({ value: e.id, label: e.nom }))}
                    hint="organisme sous-traitant"
                  />
                </>
              )}
            </RepeatedRows>
          </div>
        </FieldSection>
        <FieldSection titre="Où">
          {session.modalite === 'mixte' ? (
            <SelectField
              form={form}
              name="modalite"
              label="Modalité"
              vide="à dire"
              options={optionsModalite}
              hint="cette demi-journée seule ; à distance, elle ne retient aucune salle"
            />
          ) : null}
          {salles.length === 0 ? (
            <p>
              Aucune salle n’est ouverte. <a href={sallesUrl()}>Ajouter une salle</a>
            </p>
          ) : (
            <CheckboxGroup
              form={form}
              name="salles"
              label="Salles de cette demi-journée"
              optional
              options={salles.map((s) => ({
                value: s.id,
                label: [direSalle(s), pris.get(s.id)].filter(Boolean).join(', '),
              }))}
            />
          )}
          <SelectField
            form={form}
            name="cotraitant"
            label="Assurée par"
            vide="notre organisme"
            options={structures.map((e) => ({ value: e.id, label: e.nom }))}
            hint="un autre membre du groupement : il la déclare à son propre bilan"
          />
          <CheckboxField
            form={form}
            name="partout"
            label="Faire de même aux autres demi-journées à venir qui ne sont pas émargées"
          />
        </FieldSection>
        <ActionsDApercu session={session}>
          {previent ? <Button geste="confier">Changer et prévenir chacun</Button> : null}
        </ActionsDApercu>
      </Form>
    )}
  </Page>
)

const chemin = parIdentifiant(affecterUrl, 'session')

const formDe = (session: SessionLue, seance: SeanceLue, affectables: readonly Affectable[]): Formulaire =>
  emptyForm(undefined, {
    revision: session.revision,
    salles: seance.salles.map((s) => s.id),
    cotraitant: seance.cotraitant?.id ?? '',
    modalite: seance.modalite ?? '',
    intervenants: seance.intervenants.map((i) => ({
      id:
        affectables.find((a) => a.id === i.compte || a.id === (i.personne as string))?.id ??
        i.compte ??
        i.personne,
      duree: i.minutes === seance.finMinutes - seance.debutMinutes ? '' : formaterDuree(i.minutes),
      confieeA: i.confieeA,
    })),
  })

const poser = (form: Formulaire, refusees: readonly RefusAffectation[]): Formulaire => {
  const [premier] = refusees
  const phrase = [...new Set(refusees.map((r) => r.phrase))].join(' ')
  return premier?.code === 'salle-introuvable'
    ? withErrors(form, { salles: phrase })
    : premier?.code === 'modalite-de-session'
      ? withErrors(form, { modalite: phrase })
      : premier?.code === 'sans-intervenant' ||
          premier?.code === 'intervenant-sans-fonction' ||
          premier?.code === 'trop-long'
        ? withErrors(form, { intervenants: phrase })
        : withAlert(form, phrase)
}

export const affecterPage = (services: Services, prises: PrisesSessions = sansPrises) => {
  const { db, clock } = services
  return new Hono<Env>()
    .use(chemin, exigerDroit('sessions.planifier'))
    .get(chemin, (c) =>
      pourPlanifier(c, db, async (tx, session, visiteur) => {
        const seance = session.seances.find((x) => x.id === c.req.param('seance'))
        if (!seance) return notFound(c)
        const ctx = {
          ...(await contexteDAffectation(tx, session, seance)),
          previent: await prises.previent(tx, visiteur, session),
        }
        const remplacement = peutVisiteur(visiteur, 'sessions.planifier')
          ? await remplacementDe(tx, session, seance, { ...ctx, le: clock.now() })
          : undefined
        const voulue = remplacer(seance, ctx, c.req.query('de'), c.req.query('vers'))
        return c.html(
          <Vue form={formDe(session, voulue, ctx.affectables)} {...ctx} remplacement={remplacement} />,
        )
      }),
    )
    .post(chemin, async (c) => {
      const read = await readForm(fields, c, { rangs: maxIntervenants })
      const voulue = await lireDemande(c)
      return pourPlanifier(c, db, async (tx, session, visiteur) => {
        const seance = session.seances.find((x) => x.id === c.req.param('seance'))
        if (!seance) return notFound(c)
        const ctx = {
          ...(await contexteDAffectation(tx, session, seance)),
          previent: await prises.previent(tx, visiteur, session),
        }
        if (!read.ok) return c.html(<Vue form={read.form} {...ctx} />, read.status)
        if (voulue.geste === 'reprendre') return c.html(<Vue form={read.form} {...ctx} />)
        const le = clock.now()
        const { data } = read
        // Un formateur règle ses demi-journées : il en reste.
        const estSien = data.intervenants.some((i) => i.id === visiteur.personneId)
        const permis = peutVisiteur(visiteur, 'sessions.planifier', { estSien })
        const refusees: readonly RefusAffectation[] | undefined = permis
          ? undefined
          : [
              {
                code: 'sans-intervenant',
                phrase: 'Vous restez de ceux qui animent vos propres demi-journées.',
              },
            ]
        const changer = () =>
          affecterSeance(
            tx,
            {
              session: session.id,
              seance: seance.id,
              revision: data.revision,
              intervenants: data.intervenants.map((i) => ({
                id: i.id,
                minutes: i.duree,
                confieeA: i.confieeA,
              })),
              salles: data.salles,
              cotraitant: data.cotraitant,
              modalite: data.modalite,
              partout: data.partout !== undefined,
              deQui: deQuiLit(visiteur),
            },
            le,
          )
        const relire = () => lireSession(tx, session.id)
        const demande = await montrerSiDejaDu(prises, tx, { visiteur, session, le, demande: voulue })
        const vu = refusees
          ? undefined
          : await apercevoir(prises, tx, { visiteur, session, le, demande, relire }, changer)
        if (vu)
          return c.html(
            <Apercu
              titre="Changer qui anime, ou la salle"
              form={read.form}
              action={affecterUrl({ session: session.id, seance: seance.id })}
              session={session}
              geste="Changer"
              {...vu}
            />,
          )
        const fait = refusees ? ({ ok: false, error: refusees } as const) : await changer()
        if (!fait.ok) {
          const relue = fait.error.some((r) => r.code === 'perime')
            ? await lireSession(tx, session.id)
            : undefined
          const form = poser(read.form, fait.error)
          return c.html(
            <Vue
              form={
                relue
                  ? { ...form, values: new Map([...form.values, ['revision', [String(relue.revision)]]]) }
                  : form
              }
              {...ctx}
            />,
            409,
          )
        }
        const dit =
          demande.geste === 'confier'
            ? await prevenirAussitot(prises, services, tx, { visiteur, session, le, relire })
            : await direEnsuite(prises, services, tx, { visiteur, session, demande })
        const attention = await avertirIndisponibles(tx, session.id, clock.now())
        return redirectWith(c, sessionUrl({ session: session.id }), {
          genre: 'fait',
          fort: fait.value.seances > 1 ? `${fait.value.seances} demi-journées sont réglées.` : 'C’est réglé.',
          ...ensuite(
            fait.value.lieu && `Le lieu de la session devient «\u00a0${fait.value.lieu}\u00a0».`,
            dit?.phrase,
            attention ?? (dit ? undefined : 'Salles et intervenants sont retenus à ces heures.'),
          ),
        })
      })
    })
}
