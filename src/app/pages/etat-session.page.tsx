import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { instantDe, jourLocal, type Zone } from '#kernel/zones.ts'
import { inscritsUneFois, prevenirUrl } from '#modules/inscriptions/index.ts'
import { exigerDroit, peutSuivre } from '#modules/organisme/index.ts'
import {
  Apercu,
  apercevoir,
  direEnsuite,
  type EtatSession,
  ensuite,
  etatGarde,
  etatSessionUrl,
  gesteEtat,
  gestePassage,
  lireDemande,
  lireSession,
  modifierSessionUrl,
  motEtat,
  motGarde,
  type PrisesSessions,
  passageVers,
  passerDUnTrait,
  gardes as phrasesDesGardes,
  reponsesDe,
  type SessionLue,
  sessionsUrl,
  sessionUrl,
  type Transition,
  transitions,
} from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import { Confirm, Etat, Field, Page, Section, Table } from '#web/components.tsx'
import type { ManqueDeSession, SessionContribution } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { date, facultatif, heure, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { figer } from '../figer-session.ts'
import { faitsDe, pourSession, sessionPath } from './commun.ts'
import { ouLever } from './ou-lever.ts'
import { bloquantes } from './suites-session.tsx'

const fields = z
  .object({
    motif: texte({ max: 500 }),
    arretLe: facultatif(date()),
    arretA: facultatif(heure()),
  })
  .refine((p) => (p.arretLe === undefined) === (p.arretA === undefined), {
    error: 'Dites le jour et l’heure de l’arrêt, ou ni l’un ni l’autre.',
    path: ['arretA'],
  })

/** L’instant dit, à la pendule de la salle ; rien : celui du geste. */
const arretDe = (
  { arretLe, arretA }: { readonly arretLe?: DateCivile | undefined; readonly arretA?: number | undefined },
  zone: Zone,
): Date | undefined =>
  arretLe !== undefined && arretA !== undefined ? instantDe(arretLe, arretA, zone).instant : undefined

const motReponse = {
  satisfaite: { etat: 'prouve', mot: 'vérifié' },
  'non-satisfaite': { etat: 'manquant', mot: 'manque' },
  'non-verifiable': { etat: 'a-juger', mot: 'non vérifiable' },
} as const

/** Ce que le passage emporte, dit avant de confirmer. */
const phraseDe = (vers: EtatSession, de: EtatSession): string => {
  switch (vers) {
    case 'annulee':
      return 'Plus personne ne s’y inscrira. Les signatures et les pièces déjà faites sont gardées ; salles et intervenants sont rendus. Vous aurez un quart d’heure pour y revenir, tant que rien n’est parti.'
    case 'reportee':
      return 'Les demi-journées à venir rendent leurs salles et leurs intervenants. Vous poserez ensuite les nouvelles dates, puis rouvrirez les inscriptions. Un avenant et un avis au financeur sont à faire.'
    case 'interrompue':
      return 'Ce qui s’est tenu est gardé. Les demi-journées à venir rendent leurs salles et leurs intervenants, jusqu’à la reprise.'
    case 'archivee':
      return 'La session ne se changera plus. Ses preuves restent le temps que la loi demande.'
    default:
      return reprend(de, vers)
        ? 'Les demi-journées à venir reprennent leurs salles et leurs intervenants, s’ils sont libres.'
        : 'Ce qui est non vérifiable ne bloque pas : vous en répondez, et le journal le note.'
  }
}

/** Ce qui défait : bordé de rouge. Le reste est la suite ordinaire d’une session. */
const defont: ReadonlySet<EtatSession> = new Set(['annulee', 'reportee', 'interrompue', 'archivee'])

const arretent: ReadonlySet<EtatSession> = new Set(['annulee', 'reportee', 'interrompue'])

/** Rouverte après un report, reprise après une interruption. */
const reprend = (de: EtatSession, vers: EtatSession): boolean =>
  (de === 'reportee' || de === 'interrompue') && vers !== 'terminee'

/** Ce que chacun doit apprendre, l’arrêt comme la reprise : on montre d’abord à qui, et ce que cela touche. */
const seDit = (de: EtatSession, vers: EtatSession): boolean => arretent.has(vers) || reprend(de, vers)

/** Ce qui manque sans retenir le passage : qui confirme le lit là, car la session confirmée ne le redira plus. */
const avertissements = (
  vers: EtatSession,
  manques: readonly ManqueDeSession[],
): readonly ManqueDeSession[] => (vers === 'confirmee' ? manques.filter((m) => m.etat === 'partiel') : [])

type VueProps = {
  readonly form: FormOf<typeof fields>
  readonly session: SessionLue
  readonly transition: Transition
  readonly gardes: Readonly<Record<string, boolean>>
  readonly manques: readonly ManqueDeSession[]
  readonly maintenant: Date
}

const Vue = ({ form, session, transition, gardes, manques, maintenant }: VueProps) => {
  const restent = avertissements(transition.vers, manques)
  const reponses = reponsesDe(session, gardes, maintenant)
  const geste = gestePassage(session.etat, transition.vers)
  const dit = seDit(session.etat, transition.vers)
  const derogation = transition.derogation
  const aMotiver =
    derogation !== undefined && etatGarde(derogation, reponses) === 'non-satisfaite' ? derogation : undefined
  const manquent = bloquantes(session, transition, gardes, maintenant)
  return (
    <Page
      title={geste}
      lede={`${session.numero}, ${session.intitule}, aujourd’hui « ${motEtat[session.etat]} ».`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: sessionUrl({ session: session.id }) },
      ]}
      alert={form.alert}
    >
      <Section titre="Conditions" id="conditions">
        <Table
          legende="Conditions de ce passage"
          lignes={transition.gardes}
          colonnes={[
            { titre: 'Condition', entete: true, cell: (g) => motGarde[g] },
            {
              titre: 'Réponse',
              cell: (g) => {
                const { etat, mot } = motReponse[etatGarde(g, reponses)]
                return <Etat etat={etat} mot={mot} />
              },
            },
            {
              titre: 'Où',
              cell: (g) => {
                const issue = etatGarde(g, reponses) === 'satisfaite' ? undefined : ouLever(g, session)
                return issue && (!issue.droit || peutSuivre(issue.droit)) ? (
                  <a href={issue.href}>{issue.libelle}</a>
                ) : (
                  ''
                )
              },
            },
          ]}
        />
      </Section>
      {restent.length > 0 ? (
        <Section titre="Encore à faire" id="encore" sous="N’empêche pas de confirmer.">
          <Table
            legende="Ce qui manque encore, sans empêcher de confirmer"
            lignes={restent}
            colonnes={[
              { titre: 'Ce qui manque', entete: true, cell: (m) => m.chose },
              { titre: 'Pour quand', cell: (m) => m.quand },
              { titre: 'Geste', cell: (m) => m.geste },
            ]}
          />
        </Section>
      ) : null}
      {manquent.length > 0 ? (
        <Section titre="Pas encore" id="pas-encore">
          <p>
            {compter(manquent.length, 'condition')} {accorder(manquent.length, 'manque', 'manquent')} : le
            geste s’ouvre quand {accorder(manquent.length, 'elle est remplie', 'elles sont remplies')}.{' '}
            <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
          </p>
        </Section>
      ) : (
        <Section titre="Confirmer" id="confirmer">
          <Confirm
            form={form}
            action={etatSessionUrl({ session: session.id, vers: transition.vers })}
            titre={`${geste} ?`}
            phrase={phraseDe(transition.vers, session.etat)}
            geste={dit ? 'Voir ce que cela touche' : geste}
            {...(dit ? { nom: 'apercu' } : {})}
            genre={defont.has(transition.vers) ? 'grave' : 'call'}
            renoncer={{ libelle: 'Laisser la session en l’état', href: sessionUrl({ session: session.id }) }}
          >
            {transition.motif ? (
              <>
                <Field
                  form={form}
                  name="motif"
                  label="Motif, donné aux stagiaires et aux financeurs"
                  span={3}
                />
                {transition.vers === 'interrompue' ? (
                  <>
                    <Field
                      form={form}
                      name="arretLe"
                      label="Jour de l’arrêt"
                      optional
                      hint={`Si l’action s’est arrêtée avant maintenant\u00a0: ${formaterDate(jourLocal(maintenant, session.zone), 'chiffres')}, par exemple.`}
                    />
                    <Field
                      form={form}
                      name="arretA"
                      label="Heure de l’arrêt"
                      optional
                      hint="15 h 05 : les heures suivies sont comptées jusque-là."
                    />
                  </>
                ) : null}
              </>
            ) : aMotiver ? (
              <Field
                form={form}
                name="motif"
                label={`${phrasesDesGardes[aMotiver]} Décision motivée, pour passer outre`}
                span={3}
              />
            ) : null}
          </Confirm>
        </Section>
      )}
    </Page>
  )
}

/** L’adresse nomme un état, ou n’importe quoi. */
const estEtat = (mot: string): mot is EtatSession => Object.hasOwn(transitions, mot)

const transitionVers = (session: SessionLue, vers: string): Transition | undefined =>
  estEtat(vers) && gesteEtat[vers] !== undefined ? passageVers(session.etat, vers) : undefined

export const etatSessionPage = (
  services: Services,
  contributions: readonly SessionContribution[],
  prises: PrisesSessions,
) => {
  const { db, clock } = services
  const droitDe = (vers: string) =>
    vers === 'annulee' || vers === 'reportee' || vers === 'interrompue'
      ? 'sessions.annuler'
      : 'sessions.planifier'
  const chemin = `${sessionPath}/etat/:vers` as const
  return new Hono<Env>()
    .use(chemin, exigerDroit('sessions.lire'))
    .get(chemin, (c) =>
      pourSession(c, db, droitDe(c.req.param('vers')), async (tx, visiteur, session) => {
        const transition = transitionVers(session, c.req.param('vers'))
        if (!transition) return notFound(c)
        const { gardes, manques } = await faitsDe(contributions, tx, session, visiteur, clock.now())
        return c.html(
          <Vue
            form={emptyForm()}
            session={session}
            transition={transition}
            gardes={gardes}
            manques={manques}
            maintenant={clock.now()}
          />,
        )
      }),
    )
    .post(chemin, async (c) => {
      const read = await readForm(fields, c)
      const demande = await lireDemande(c)
      return pourSession(c, db, droitDe(c.req.param('vers')), async (tx, visiteur, session) => {
        const vers = c.req.param('vers')
        // Rien de ce qui décide n’est lu avant les verrous : ni une présence corrigée, ni un constat rouvert ne passent entre
        // la réponse et l’écriture.
        const tenue = await figer(tx, session)
        const { gardes, manques } = await faitsDe(contributions, tx, session, visiteur, clock.now())
        const transition = transitionVers(session, vers)
        if (!transition && session.etat !== vers) return notFound(c)
        const vue = (form: FormOf<typeof fields>, status: 200 | 409 | 413 | 415 | 422) =>
          transition
            ? c.html(
                <Vue
                  form={form}
                  session={session}
                  transition={transition}
                  gardes={gardes}
                  manques={manques}
                  maintenant={clock.now()}
                />,
                status,
              )
            : notFound(c)
        if (!read.ok) return vue(read.form, read.status)
        if (!tenue)
          return vue(withAlert(read.form, 'La session vient de changer : relisez ses conditions.'), 409)
        if (demande.geste === 'reprendre') return vue(read.form, 200)
        const le = clock.now()
        const passer = () =>
          passerDUnTrait(
            tx,
            {
              id: session.id,
              vers: vers as EtatSession,
              motif: read.data.motif,
              ailleurs: gardes,
              arret: vers === 'interrompue' ? arretDe(read.data, session.zone) : undefined,
            },
            le,
          )
        const relire = () => lireSession(tx, session.id)
        const vu = await apercevoir(prises, tx, { visiteur, session, le, demande, relire }, passer)
        if (vu)
          return c.html(
            <Apercu
              titre={gestePassage(session.etat, vers as EtatSession)}
              form={read.form}
              action={etatSessionUrl({ session: session.id, vers })}
              session={session}
              geste={gestePassage(session.etat, vers as EtatSession)}
              {...vu}
            />,
          )
        const fait = await passer()
        if (!fait.ok)
          return vue(
            fait.error.code === 'motif-exige'
              ? withErrors(read.form, { motif: fait.error.phrase })
              : fait.error.code === 'arret-a-venir' || fait.error.code === 'arret-emarge'
                ? withErrors(read.form, { arretA: fait.error.phrase })
                : withAlert(read.form, fait.error.phrase),
            409,
          )
        const { nonVerifiees } = fait.value
        // On reporte pour d'autres dates : la page qui les pose vient d'elle-même.
        // D'une annulation ou d'une interruption, chacun doit l'apprendre : la page qui le dit vient d'elle-même aussi.
        const inscrits = (await inscritsUneFois(tx, session.id)).some((i) => i.closeLe === null)
        const dit = await direEnsuite(prises, services, tx, { visiteur, session, demande })
        const suite =
          vers === 'reportee'
            ? modifierSessionUrl({ session: session.id })
            : !dit?.parti && inscrits && (vers === 'annulee' || vers === 'interrompue')
              ? prevenirUrl({ session: session.id })
              : sessionUrl({ session: session.id })
        return redirectWith(c, suite, {
          genre: 'fait',
          fort: `La session est désormais « ${motEtat[fait.value.session.etat]} ».`,
          ...ensuite(
            dit?.phrase,
            nonVerifiees.length > 0
              ? `Sans avoir pu vérifier : ${nonVerifiees.map((g) => motGarde[g].toLowerCase()).join(' ; ')}.`
              : undefined,
          ),
        })
      })
    })
}
