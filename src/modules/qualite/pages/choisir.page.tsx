/** L’audit réel : les dossiers que l’auditeur demande à voir, choisis par action, site, intervenant et stagiaire. */
import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterPeriode } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  CheckboxGroup,
  Empty,
  FieldSection,
  FilterField,
  Filters,
  Form,
  Page,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireAudit, lirePopulation, lireSessionsAChoisir, type SessionAChoisir } from '../db/audit-blanc.ts'
import { ouvrirChoisis } from '../gestes/mener-audit.ts'
import { aujourdhui } from '../lecture/lire-score.ts'
import { auditMissionsUrl, auditsUrl, auditUrl, choisirUrl } from '../liens.ts'
import { enseigneDe, lireParam, racine } from './commun.ts'

/** Une page de sessions se relit ; au-delà, on cherche. */
const auPlus = 40

const fields = z.object({
  dossiers: z
    .union([z.string().max(80), z.array(z.string().max(80)).max(2_000)])
    .optional()
    .transform((brut): string[] => (brut === undefined ? [] : typeof brut === 'string' ? [brut] : brut)),
})

const Vue = ({
  audit,
  sessions,
  reste,
  q,
  form,
}: {
  audit: string
  sessions: readonly SessionAChoisir[]
  reste: number
  q: string
  form: FormOf<typeof fields>
}) => (
  <Page
    title="Les dossiers que l’auditeur choisit"
    lede="Il dit les actions, les sites, les intervenants, les stagiaires qu’il veut voir. Cochez-les : il en lira les preuves, par un lien qui finit un jour dit, et rien d’autre."
    path={[
      ...racine,
      { libelle: 'Les audits', href: auditsUrl() },
      { libelle: 'L’audit', href: auditUrl({ audit }) },
    ]}
    alert={form.alert}
  >
    <Filters label="Chercher une session" action={choisirUrl({ audit })}>
      <FilterField name="q" label="Numéro, action, lieu, intervenant ou stagiaire" value={q} />
    </Filters>
    {sessions.length === 0 ? (
      <Empty titre="Aucune session ne porte ces mots">Essayez un autre mot, ou videz la recherche.</Empty>
    ) : (
      <Form form={form} noms={{ dossiers: 'Dossiers' }}>
        {sessions.map((s) => (
          <FieldSection titre={`${s.intitule}, ${s.numero}`}>
            <CheckboxGroup
              form={form}
              name="dossiers"
              label={[formaterPeriode(s.du as DateCivile, s.au as DateCivile), s.lieu, s.intervenants]
                .filter((x) => x !== '')
                .join(', ')}
              optional
              options={s.stagiaires.map((x) => ({ value: `${s.id}:${x.id}`, label: x.nom }))}
            />
          </FieldSection>
        ))}
        {reste > 0 ? (
          <p class="sub">
            {reste} autres sessions : cherchez-les par un mot. Ce qui est coché ici s’ouvre d’un seul envoi.
          </p>
        ) : null}
        <Actions libelle="Ouvrir ces dossiers à l’auditeur">
          <a href={auditUrl({ audit })}>Revenir sans rien ouvrir</a>
        </Actions>
      </Form>
    )}
  </Page>
)

export const choisirPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(choisirUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const id = asId<'Audit'>(c.req.param('audit'))
        const a = id && (await lireAudit(tx, id))
        if (!a || a.ouvertLe || a.parIntervenant) return notFound(c)
        const q = lireParam(c, 'q').trim()
        const { sessions, reste } = await chercher(tx, a, aujourdhui(clock.now()), q)
        return c.html(<Vue audit={a.id} sessions={sessions} reste={reste} q={q} form={emptyForm()} />)
      }),
    )
    .post(choisirUrl.modele, exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Audit'>(c.req.param('audit'))
        const a = id && (await lireAudit(tx, id))
        const activite = await enseigneDe(tx, visiteur)
        if (!a || !activite) return notFound(c)
        const [le, q] = [clock.now(), lireParam(c, 'q').trim()]
        const jour = aujourdhui(le)
        const rendre = async (form: FormOf<typeof fields>, status: 200 | 409 | 413 | 415 | 422) => {
          const { sessions, reste } = await chercher(tx, a, jour, q)
          return c.html(<Vue audit={a.id} sessions={sessions} reste={reste} q={q} form={form} />, status)
        }
        if (!read.ok) return rendre(read.form, read.status)
        const choix = read.data.dossiers.flatMap((d) => {
          const [session, inscription] = d.split(':').map((x) => asId(x))
          return session && inscription
            ? [{ session: session as string, inscription: inscription as string }]
            : []
        })
        const fait = await ouvrirChoisis(tx, a.id, choix, { activite, le, jour })
        if (!fait.ok) return rendre(withAlert(read.form, fait.error), fait.error.code === 'vide' ? 422 : 409)
        return redirectWith(c, auditMissionsUrl({ audit: a.id }), {
          genre: 'fait',
          fort: 'Les dossiers sont ouverts.',
          suite:
            'Donnez maintenant le lien à l’auditeur : il en lit les preuves, jusqu’au jour que vous dites.',
        })
      })
    })

/** Les sessions du cadre qui disent ces mots, les plus récentes d’abord, et combien il en reste. */
const chercher = async (
  tx: Parameters<typeof lirePopulation>[0],
  cadre: Parameters<typeof lirePopulation>[1]['cadre'],
  jour: string,
  q: string,
) => {
  const ids = (await lirePopulation(tx, { jour, cadre })).map((s) => s.id)
  const mots = plier(q)
    .split(' ')
    .filter((m) => m !== '')
  const trouvees = (await lireSessionsAChoisir(tx, ids)).filter((s) => {
    const dit = plier(
      [s.numero, s.intitule, s.lieu, s.intervenants, ...s.stagiaires.map((x) => x.nom)].join(' '),
    )
    return mots.every((m) => dit.includes(m))
  })
  return { sessions: trouvees.slice(0, auPlus), reste: Math.max(0, trouvees.length - auPlus) }
}
