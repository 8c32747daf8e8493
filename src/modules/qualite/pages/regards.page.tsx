/** Confier le rôle de l’auditeur, du dehors : à un pair d’une autre coopérative, ou à qui tient un lien. Et voir ce qui fut lu. */

import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newToken } from '#platform/auth/token.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxField,
  Copyable,
  Empty,
  Etat,
  Exporter,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { attestation, choix, date, facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Audit, type Lecture, lireAudit, lireLecturesAudit } from '../db/audit-blanc.ts'
import { type EtatMission, type Mission, missionsDeLAudit, pairsPossibles } from '../db/missions.ts'
import { nommerPoint } from '../domain/audit-blanc.ts'
import { court } from '../domain/mission.ts'
import { majuscule, motsGenreAudit } from '../domain/mots.ts'
import { confierLeRole, retirerLAcces } from '../gestes/tenir-mission.ts'
import { aujourdhui } from '../lecture/lire-score.ts'
import {
  auditerUrl,
  auditMissionsUrl,
  auditsUrl,
  auditUrl,
  lecturesCsvUrl,
  retirerMissionUrl,
} from '../liens.ts'
import { estReel, jourCourt, jourDe, titreDAudit } from './audit-vue.tsx'
import { idDuJeton, racine } from './commun.ts'

const fields = z.object({
  genre: choix(['pair', 'externe'], { phrase: 'Choisissez à qui confier ce rôle.' }),
  pair: facultatif(identifiant((t) => asId<'Organisme'>(t))),
  nom: texte({ max: 200 }),
  finalite: texte({
    min: 10,
    max: 500,
    vide: 'Dites pourquoi cette personne lira ces dossiers.',
    court: 'Dites-le en une phrase : dix signes au moins.',
  }),
  expireLe: date(),
  consentement: attestation('Cochez pour consentir : sans votre accord, personne du dehors ne lit rien.'),
})
type Formulaire = FormOf<typeof fields>

export const motsEtat: Readonly<
  Record<EtatMission, { readonly etat: 'prouve' | 'a-juger' | 'sans-objet'; readonly mot: string }>
> = {
  propose: { etat: 'a-juger', mot: 'attend une réponse' },
  accepte: { etat: 'prouve', mot: 'en cours' },
  refuse: { etat: 'sans-objet', mot: 'refusé' },
  retire: { etat: 'sans-objet', mot: 'retiré' },
  echu: { etat: 'sans-objet', mot: 'échu' },
}

/** « l’indicateur 9 », d’une lecture `point:9`. */
const direLecture = (quoi: string): string =>
  quoi === 'piece'
    ? 'une pièce'
    : quoi === 'archive'
      ? 'l’archive des preuves'
      : quoi.startsWith('point:')
        ? nommerPoint(quoi.slice(6))
        : 'l’échantillon et le programme'

type VueProps = {
  readonly a: Audit
  readonly form: Formulaire
  readonly missions: readonly Mission[]
  readonly lectures: readonly Lecture[]
  readonly pairs: readonly { readonly organisme: string; readonly nom: string }[]
  /** Le lien qui vient de naître : il ne se montre qu’une fois. */
  readonly neuf?: { readonly adresse: string; readonly nom: string } | undefined
}

const Vue = ({ a, form, missions, lectures, pairs, neuf }: VueProps) => {
  const noms = new Map(
    missions.map((m) => [m.id, m.genre === 'pair' ? `${m.par ?? m.nom}, ${m.organisme}` : m.nom]),
  )
  return (
    <Page
      title="Qui audite du dehors"
      lede="Une personne du dehors lit la copie figée de l’échantillon : ni le reste de la coopérative, ni les récits protégés. Chaque lecture s’écrit ici."
      path={[
        ...racine,
        { libelle: 'Les audits blancs', href: auditsUrl() },
        { libelle: titreDAudit(a), href: auditUrl({ audit: a.id }) },
      ]}
      alert={form.alert}
      islands={neuf ? ['copier'] : []}
    >
      {neuf ? (
        <Section titre="Le lien" id="lien" sous={neuf.nom}>
          <p>
            Copiez-le maintenant : il ne se remontrera pas. Qui l’a lit l’échantillon, sans compte, jusqu’au
            terme.
          </p>
          <p>
            <Copyable valeur={neuf.adresse} label="le lien de l’auditeur" />
          </p>
        </Section>
      ) : null}
      <Section titre="Les accès" id="acces">
        {missions.length === 0 ? (
          <Empty titre="Personne du dehors">
            Un pair voit ce que l’habitude cache. Il ne lit que l’échantillon, pour le temps que vous dites.
          </Empty>
        ) : (
          <Table
            legende="Accès donnés du dehors"
            lignes={missions}
            colonnes={[
              {
                titre: 'Qui',
                entete: true,
                cell: (m) => (
                  <>
                    {m.organisme ?? m.nom}
                    <small>{m.genre === 'pair' ? (m.par ?? 'un pair') : 'par un lien, en lecture'}</small>
                  </>
                ),
              },
              { titre: 'Pour', cell: (m) => m.finalite },
              { titre: 'Jusqu’au', cell: (m) => jourCourt(m.expireLe) },
              { titre: 'État', cell: (m) => <Etat {...motsEtat[m.etat]} /> },
              { titre: 'Lectures', nombre: true, cell: (m) => m.lectures },
              {
                titre: 'Geste',
                cell: (m) =>
                  court(m) ? (
                    <Form
                      form={emptyForm()}
                      action={retirerMissionUrl({ audit: a.id, mission: m.id })}
                      classe=""
                    >
                      <Button>
                        Retirer l’accès<span class="unseen"> {de(m.organisme ?? m.nom)}</span>
                      </Button>
                    </Form>
                  ) : null,
              },
            ]}
          />
        )}
      </Section>
      <Form
        form={form}
        noms={{
          genre: 'À qui',
          pair: 'Coopérative',
          nom: 'Nom',
          finalite: 'Finalité',
          expireLe: 'Terme',
          consentement: 'Consentement',
        }}
      >
        <FieldSection titre="Confier le rôle">
          <SelectField
            form={form}
            name="genre"
            label="À qui"
            options={[
              { value: 'pair', label: 'un pair, d’une coopérative du pôle : il lit et conclut' },
              { value: 'externe', label: 'qui tient un lien : il lit seulement' },
            ]}
            span={2}
          />
          <SelectField
            form={form}
            name="pair"
            label="Coopérative du pair"
            optional
            vide={pairs.length > 0 ? 'choisir' : 'aucune coopérative de vos pôles'}
            options={pairs.map((p) => ({ value: p.organisme, label: p.nom }))}
          />
          <Field
            form={form}
            name="nom"
            label="Nom de l’auditeur"
            hint="pour un lien : la personne et son certificateur"
            optional
            maxlength={200}
          />
          <Field form={form} name="expireLe" label="Dernier jour" hint="un an au plus" />
          <Field form={form} name="finalite" label="Finalité" span={3} maxlength={500} />
          <CheckboxField
            form={form}
            name="consentement"
            label={`La coopérative consent à ce que cette personne lise les dossiers ${estReel(a) ? 'choisis' : 'tirés'}, et eux seuls, pour cette finalité et jusqu’à ce jour.`}
          />
        </FieldSection>
        <Actions libelle="Confier le rôle de l’auditeur">
          <a href={auditUrl({ audit: a.id })}>Revenir à l’audit</a>
        </Actions>
      </Form>
      <Section titre="Ce qui fut lu" id="lectures">
        {lectures.length === 0 ? (
          <p>Rien n’a encore été lu du dehors.</p>
        ) : (
          <>
            <Table
              legende="Lectures du dehors"
              lignes={lectures.slice(0, 100)}
              colonnes={[
                {
                  titre: 'Quand',
                  entete: true,
                  cell: (l) =>
                    `${jourDe(l.le)}, ${l.le.toLocaleTimeString('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' })}`,
                },
                { titre: 'Qui', cell: (l) => noms.get(l.mission) ?? '' },
                { titre: 'Quoi', cell: (l) => direLecture(l.quoi) },
              ]}
            />
            <p>
              <Exporter href={lecturesCsvUrl({ audit: a.id })} titre="Exporter les lectures" />
            </p>
          </>
        )}
      </Section>
    </Page>
  )
}

export const regardsPages = ({ db, clock, config }: Pick<Services, 'db' | 'clock' | 'config'>) => {
  const pourAudit = (
    c: Context<Env>,
    work: (tx: TenantTx, a: Audit, visiteur: Visiteur) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const id = asId<'Audit'>(c.req.param('audit') ?? '')
      const a = id && (await lireAudit(tx, id))
      return a ? work(tx, a, visiteur) : notFound(c)
    })
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    a: Audit,
    form: Formulaire,
    status: 200 | 409 | 413 | 415 | 422 = 200,
    neuf?: VueProps['neuf'],
  ) =>
    c.html(
      <Vue
        a={a}
        form={form}
        missions={await missionsDeLAudit(tx, a.id)}
        lectures={await lireLecturesAudit(tx, a.id)}
        pairs={await pairsPossibles(tx)}
        neuf={neuf}
      />,
      status,
    )
  const vide = (a: Audit, jour: string): Formulaire =>
    emptyForm<keyof z.input<typeof fields> & string>(undefined, {
      genre: estReel(a) ? 'externe' : 'pair',
      finalite: estReel(a)
        ? `${motsGenreAudit[a.genre]}, le ${formaterDate(a.auditLe as DateCivile, 'court')} : lire les preuves des dossiers que l’auditeur ou l’auditrice a choisis.`
        : `Audit blanc, grille du ${formaterDate(a.auditLe as DateCivile, 'court')} : relire l’échantillon comme le ferait un auditeur.`,
      expireLe: formaterDate(ajouterJours(jour as DateCivile, 30), 'chiffres'),
    })
  return new Hono<Env>()
    .get(auditMissionsUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourAudit(c, (tx, a) => rendre(c, tx, a, vide(a, aujourdhui(clock.now())))),
    )
    .post(auditMissionsUrl.modele, exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      return pourAudit(c, async (tx, a, visiteur) => {
        if (!read.ok) return rendre(c, tx, a, read.form, read.status)
        const lu = read.data
        const le = clock.now()
        const jour = aujourdhui(le)
        const jeton = newToken()
        const fait = await confierLeRole(
          tx,
          visiteur,
          { ...lu, id: idDuJeton(read.jeton), audit: a.id, jeton },
          jour,
          le,
        )
        if (!fait.ok) return rendre(c, tx, a, withErrors(read.form, fait.error), 422)
        if (lu.genre !== 'pair')
          return rendre(c, tx, a, vide(a, jour), 200, {
            adresse: `${config.origine}${auditerUrl({ jeton })}`,
            nom: lu.nom,
          })
        return redirectWith(c, auditMissionsUrl({ audit: a.id }), {
          genre: 'fait',
          fort: 'La demande est partie : le pair la trouve dans « Aujourd’hui ».',
        })
      })
    })
    .post(retirerMissionUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourAudit(c, async (tx, a, visiteur) => {
        const id = asId<'Mission'>(c.req.param('mission'))
        if (!id || !(await retirerLAcces(tx, visiteur, { audit: a.id, mission: id }, clock.now())))
          return notFound(c)
        return redirectWith(c, auditMissionsUrl({ audit: a.id }), {
          genre: 'fait',
          fort: 'L’accès est retiré : plus rien ne s’y lit.',
        })
      }),
    )
    .get(lecturesCsvUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourAudit(c, async (tx, a) => {
        const noms = new Map(
          (await missionsDeLAudit(tx, a.id)).map((m) => [
            m.id,
            m.genre === 'pair' ? `${m.par ?? ''}, ${m.organisme}` : m.nom,
          ]),
        )
        return repondreCsv(
          c,
          'audit-lectures',
          enCsv(
            ['le', 'qui', 'quoi'],
            (await lireLecturesAudit(tx, a.id)).map((l) => [
              l.le.toISOString(),
              noms.get(l.mission),
              majuscule(direLecture(l.quoi)),
            ]),
          ),
        )
      }),
    )
}
