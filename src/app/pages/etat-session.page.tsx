import { Hono } from 'hono'
import { z } from 'zod'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  type EtatSession,
  etatGarde,
  etatSessionUrl,
  gesteEtat,
  motEtat,
  motGarde,
  passerALEtat,
  reponsesDe,
  type SessionLue,
  sessionsUrl,
  sessionUrl,
  type Transition,
  transitions,
} from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import { Confirm, Etat, Field, Page, Section, Table } from '#web/components.tsx'
import { reunirFaits, type SessionContribution } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourSession, sessionPath } from './commun.ts'

const fields = z.object({ motif: texte({ max: 500 }) })

const motReponse = {
  satisfaite: { etat: 'prouve', mot: 'vérifié' },
  'non-satisfaite': { etat: 'manquant', mot: 'manque' },
  'non-verifiable': { etat: 'a-juger', mot: 'non vérifiable' },
} as const

type VueProps = {
  readonly form: FormOf<typeof fields>
  readonly session: SessionLue
  readonly transition: Transition
  readonly gardes: Readonly<Record<string, boolean>>
  readonly maintenant: Date
}

const Vue = ({ form, session, transition, gardes, maintenant }: VueProps) => {
  const reponses = reponsesDe(session, gardes, maintenant)
  const geste = gesteEtat[transition.vers] ?? ''
  const annule = transition.vers === 'annulee'
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
          ]}
        />
      </Section>
      <Section titre="Confirmer" id="confirmer">
        <Confirm
          form={form}
          action={etatSessionUrl({ session: session.id, vers: transition.vers })}
          titre={`${geste} ?`}
          phrase={
            annule
              ? 'Plus personne ne s’y inscrira. Les signatures et les pièces déjà faites sont gardées. Une annulation ne se défait pas.'
              : 'Ce qui est non vérifiable ne bloque pas : vous en répondez, et le journal le note.'
          }
          geste={geste}
          renoncer={{ libelle: 'Laisser la session en l’état', href: sessionUrl({ session: session.id }) }}
        >
          {transition.motif ? (
            <Field form={form} name="motif" label="Motif, donné aux stagiaires et aux financeurs" span={3} />
          ) : null}
        </Confirm>
      </Section>
    </Page>
  )
}

const transitionVers = (session: SessionLue, vers: string): Transition | undefined =>
  transitions[session.etat].find((t) => t.vers === vers && gesteEtat[t.vers] !== undefined)

export const etatSessionPage = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  contributions: readonly SessionContribution[],
) => {
  const droitDe = (vers: string) => (vers === 'annulee' ? 'sessions.annuler' : 'sessions.planifier')
  const chemin = `${sessionPath}/etat/:vers` as const
  return new Hono<Env>()
    .use(chemin, exigerDroit('sessions.lire'))
    .get(chemin, (c) =>
      pourSession(c, db, droitDe(c.req.param('vers')), async (tx, visiteur, session) => {
        const transition = transitionVers(session, c.req.param('vers'))
        if (!transition) return notFound(c)
        const { gardes } = await reunirFaits(contributions, tx, session.id, visiteur)
        return c.html(
          <Vue
            form={emptyForm()}
            session={session}
            transition={transition}
            gardes={gardes}
            maintenant={clock.now()}
          />,
        )
      }),
    )
    .post(chemin, async (c) => {
      const read = await readForm(fields, c)
      return pourSession(c, db, droitDe(c.req.param('vers')), async (tx, visiteur, session) => {
        const vers = c.req.param('vers')
        const { gardes } = await reunirFaits(contributions, tx, session.id, visiteur)
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
                  maintenant={clock.now()}
                />,
                status,
              )
            : notFound(c)
        if (!read.ok) return vue(read.form, read.status)
        const fait = await passerALEtat(
          tx,
          { id: session.id, vers: vers as EtatSession, motif: read.data.motif, ailleurs: gardes },
          clock.now(),
        )
        if (!fait.ok)
          return vue(
            fait.error.code === 'motif-exige'
              ? withErrors(read.form, { motif: fait.error.phrase })
              : withAlert(read.form, fait.error.phrase),
            409,
          )
        const { nonVerifiees } = fait.value
        return redirectWith(c, sessionUrl({ session: session.id }), {
          genre: 'fait',
          fort: `La session est désormais « ${motEtat[fait.value.session.etat]} ».`,
          ...(nonVerifiees.length > 0
            ? {
                suite: `Sans avoir pu vérifier : ${nonVerifiees.map((g) => motGarde[g].toLowerCase()).join(' ; ')}.`,
              }
            : {}),
        })
      })
    })
}
