// Long parce qu'un vote se tient d'une page : ce qui est proposé, sa voix, sa procuration, sa liste, sa clôture, sa suite.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Button, Etat, Facts, Form, Page, Section, SelectField, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, facultatif, identifiant, rangs, texte } from '#web/fields.ts'
import { emptyForm, type FormState, fieldValue, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  corpsElectoral,
  type Electeur,
  lireDecision,
  listerDecisions,
  type Propos,
  proposDe,
} from '../db/decisions.ts'
import { choisitUneDate } from '../db/sondages.ts'
import { direVoix, relireBulletin } from '../domain/bulletin.ts'
import { type Decision, type DecisionId, reponsesDuVote, reponsesProcuration } from '../domain/decision.ts'
import {
  type Depouillement,
  decide,
  decompter,
  genresDeDecision,
  portees,
  type Realisation,
  realisations,
  scrutins,
} from '../domain/depouiller.ts'
import { direFermeture } from '../domain/dire.ts'
import { clarifier, cloreUnVote, confierSaVoix, donnerSaVoix, suivreUneDecision } from '../gestes/voter.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { decisionUrl, polesUrl, poleUrl, reunionUrl } from '../liens.ts'
import { Clarifier, Suite } from './decision-suite.tsx'
import { etatsDecision } from './dire.ts'
import { Exporter } from './exporter.tsx'
import { Recit } from './recit.tsx'
import { Bulletin } from './voter.tsx'

const organisme = (t: string) => asId<'Organisme'>(t) as OrganismeId | undefined
const bulletin = z.object({
  pour: identifiant(organisme),
  reponse: texte({ max: 3 }),
  reponses: rangs(z.object({ dit: texte({ max: 20 }) }), { max: 20 }),
  motif: texte({ max: 2000 }),
})
const clarification = z.object({ propos: texte({ min: 2, max: 2000, vide: 'Écrivez votre message.' }) })
const suite = z.object({
  responsable: texte({ max: 200 }),
  echeance: facultatif(date()),
  realisation: choix(Object.keys(realisations) as [Realisation, ...Realisation[]], {
    phrase: 'Dites où cela en est.',
  }),
  suivi: texte({ max: 1000 }),
  revoir: facultatif(date()),
})
const procuration = z.object({ porteur: facultatif(identifiant(organisme)) })

type VueProps = {
  r: Regard
  d: Decision
  corps: readonly Electeur[]
  compte: Depouillement
  ouverte: boolean
  /** Le compte de qui regarde : sa ligne, quand le scrutin est par personne. */
  moi: string
  propos: readonly Propos[]
  avant: Decision | undefined
  apres: Decision | undefined
  creneaux: boolean
  forms: Readonly<Record<string, FormState>>
}

const Resultat = ({ d, compte, ouverte }: VueProps) => {
  const max = Math.max(1, ...compte.points)
  return (
    <Section
      titre={ouverte ? 'Où l’on en est' : 'Résultat'}
      id="resultat"
      sous={`${compte.votants} sur ${compte.electeurs}`}
    >
      <p>
        {d.etat === 'close'
          ? d.issue
          : ouverte
            ? !decide(d.genre)
              ? 'Rien ne se décide ici : la réponse de chacune dit où en est le pôle.'
              : d.quorum === 0
                ? 'Aucun quorum n’est demandé : une seule réponse suffit à décider.'
                : compte.quorumAtteint
                  ? 'Le quorum est atteint.'
                  : 'Le quorum n’est pas encore atteint : le silence n’est pas un consentement.'
            : 'Le vote est fermé : il attend d’être dépouillé par qui anime.'}
      </p>
      <dl class="barres">
        {d.options.map((o, i) => (
          <div>
            <dt>{o}</dt>
            <dd>
              <meter min={0} max={max} value={compte.points[i] ?? 0}>
                {compte.points[i] ?? 0}
              </meter>{' '}
              {compte.points[i] ?? 0}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

const Voter = ({ r, d, corps, ouverte, forms, moi: compte }: VueProps) => {
  if (!ouverte || !r.participe) return null
  const parPersonne = d.scrutin === 'personne'
  const moi = corps.find((e) => e.organisme === r.moi && (!parPersonne || e.personne === compte))
  if (!moi)
    return (
      <Section titre="Voter" id="voter">
        <p>
          {parPersonne
            ? 'Vous n’étiez pas sur la liste à l’ouverture\u00a0: elle est figée.'
            : 'Votre coopérative est entrée après l’ouverture\u00a0: elle ne prend pas part à ce vote.'}
        </p>
      </Section>
    )
  if (!r.mandatee && !parPersonne)
    return (
      <Section titre="Voter" id="voter">
        <p>
          Le mandat de votre coopérative est tenu par{' '}
          {r.mandats
            .filter((m) => m.organisme === r.moi && m.role !== 'animation')
            .map((m) => m.nom)
            .join(', ') || 'personne encore'}
          . <a href={`${poleUrl({ pole: r.pole.id })}#cooperatives`}>Parler pour ma coopérative</a>
        </p>
      </Section>
    )
  const portee = parPersonne ? undefined : corps.find((e) => e.procuration === r.moi)
  const siens = [...(moi.procuration ? [] : [moi]), ...(portee ? [portee] : [])]
  // Une voix déjà donnée se relit dans son bulletin : on n'en change que ce que l'on veut.
  const formulaireDe = (e: Electeur): FormState =>
    forms[`voix-${e.organisme}`] ??
    emptyForm(undefined, e.voix ? { ...relireBulletin(d.genre, e.voix.choix), motif: e.voix.motif } : {})
  const donner = forms.procuration ?? emptyForm(undefined, { porteur: moi.procuration })
  return (
    <>
      {siens.map((e) => (
        <Form form={formulaireDe(e)} action={`${decisionUrl({ pole: r.pole.id, decision: d.id })}/voix`}>
          <input type="hidden" name="pour" value={e.organisme} />
          {e.organisme === r.moi ? null : (
            <p>
              <strong>{e.nom}</strong> vous a donné procuration : vous votez aussi pour elle.
            </p>
          )}
          {e.voix ? (
            <p class="sub">
              Voix donnée : {direVoix(d.genre, d.options, e.voix.choix)}. Elle peut changer jusqu’à la
              clôture.
            </p>
          ) : null}
          <Bulletin form={formulaireDe(e) as FormState<'reponse'>} d={d} />
          <Actions
            libelle={
              parPersonne
                ? e.voix
                  ? 'Changer ma voix'
                  : 'Donner ma voix'
                : e.voix
                  ? `Changer la voix ${de(e.nom)}`
                  : `Voter pour ${e.nom}`
            }
          />
        </Form>
      ))}
      {moi.voix || parPersonne ? null : (
        <Section titre="Procuration" id="procuration" sous="une au plus par coopérative">
          <Form
            form={donner}
            action={`${decisionUrl({ pole: r.pole.id, decision: d.id })}/procuration`}
            classe="court"
          >
            <div class="champs">
              <SelectField
                form={donner}
                name="porteur"
                label="Qui vote à notre place"
                span={2}
                vide="personne : nous votons"
                options={corps
                  .filter((e) => e.organisme !== r.moi)
                  .map((e) => ({ value: e.organisme, label: e.nom }))}
              />
            </div>
            <p class="gestes-l">
              <Button>Enregistrer la procuration</Button>
            </p>
          </Form>
        </Section>
      )}
    </>
  )
}

const Vue = (p: VueProps) => {
  const { r, d, corps, ouverte, forms } = p
  const genre = genresDeDecision[d.genre]
  return (
    <Page
      title={d.titre}
      lede={`${genre.nom.charAt(0).toUpperCase()}${genre.nom.slice(1)}. ${genre.phrase}`}
      path={[
        { libelle: 'Pôle', href: polesUrl() },
        { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
      ]}
      alert={Object.values(forms).find((f) => f.alert)?.alert}
      facts={
        <Facts
          faits={[
            ['État', <Etat {...etatsDecision[d.etat]} />],
            ['Ferme le', direFermeture(d)],
            ['Quorum', !decide(d.genre) ? 'sans objet' : d.quorum > 0 ? `${d.quorum}\u00a0%` : 'aucun'],
            ['Part requise', d.genre === 'proposition' ? `plus de ${d.part}\u00a0%` : 'sans objet'],
            ['Scrutin', scrutins[d.scrutin].nom],
            ['Portée', decide(d.genre) ? portees[d.portee].nom : 'sans objet'],
          ]}
        />
      }
    >
      {d.texte ? (
        <Section titre="Proposé" id="propose">
          <div class="prose recit-lu">
            <Recit texte={d.texte} niveau={3} />
          </div>
        </Section>
      ) : null}
      <Resultat {...p} />
      {d.reunion && p.creneaux ? (
        <p class="sub">
          <a href={`${reunionUrl({ pole: r.pole.id, reunion: d.reunion })}#dates`}>
            La rencontre dont la date se choisit
          </a>
        </p>
      ) : null}
      <Voter {...p} />
      <Clarifier {...p} />
      <Suite {...p} />
      <Section titre="Qui vote" id="liste" sous="liste figée à l’ouverture">
        <Table
          legende="Corps électoral"
          lignes={corps}
          colonnes={[
            {
              titre: d.scrutin === 'personne' ? 'Personne' : 'Coopérative',
              entete: true,
              cell: (e) => (d.scrutin === 'poids' ? `${e.nom} (poids ${e.poids})` : e.nom),
            },
            {
              titre: 'Voix',
              cell: (e) =>
                e.voix ? (
                  direVoix(d.genre, d.options, e.voix.choix)
                ) : (
                  <Etat etat="a-venir" mot="pas encore" />
                ),
            },
            { titre: 'Pourquoi', cell: (e) => e.voix?.motif || 'sans motif' },
            ...(d.scrutin === 'personne'
              ? []
              : [
                  {
                    titre: 'Procuration',
                    cell: (e: Electeur) => corps.find((x) => x.organisme === e.procuration)?.nom ?? 'aucune',
                  },
                ]),
          ]}
        />
        <Exporter
          href={withQuery(decisionUrl({ pole: r.pole.id, decision: d.id }), { format: 'csv' })}
          quoi="le vote"
        />
      </Section>
      {r.anime && d.etat === 'ouverte' && !p.creneaux ? (
        <Section titre="Clore" id="clore">
          <Form
            form={forms.clore ?? emptyForm()}
            action={`${decisionUrl({ pole: r.pole.id, decision: d.id })}/clore`}
            classe="court"
          >
            <p>
              {ouverte
                ? 'Toutes les voix sont là ? Clore avant la date fige le résultat ; on ne rouvre pas.'
                : 'La date est passée : clore dépouille et garde le résultat.'}
            </p>
            <p class="gestes-l">
              <Button genre="main">Clore et dépouiller</Button>
            </p>
          </Form>
        </Section>
      ) : null}
    </Page>
  )
}

export const decisionPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const vue = async (
    tx: TenantTx,
    visiteur: Visiteur,
    r: Regard,
    d: Decision,
    forms: Readonly<Record<string, FormState>> = {},
  ): Promise<VueProps> => {
    const corps = await corpsElectoral(tx, r.pole.id, d.id)
    const toutes = await listerDecisions(tx, r.pole.id)
    return {
      r,
      d,
      corps,
      compte: decompter(d, corps),
      ouverte: d.etat === 'ouverte' && d.fermeLe > clock.now(),
      moi: visiteur.personneId,
      propos: await proposDe(tx, r.pole.id, d.id),
      avant: toutes.find((x) => x.id === d.reprend),
      apres: toutes.find((x) => x.reprend === d.id),
      creneaux: await choisitUneDate(tx, r.pole.id, d),
      forms,
    }
  }
  const ouvrir = async (
    c: Context<Env>,
    work: (tx: TenantTx, visiteur: Visiteur, r: Regard, d: Decision) => Promise<Response>,
    verrouiller = false,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
      const id = asId<'Decision'>(c.req.param('decision') ?? '') as DecisionId | undefined
      const d = r && id && (await lireDecision(tx, r.pole.id, id, { verrouiller: verrouiller && r.anime }))
      return r && d ? work(tx, visiteur, r, d) : notFound(c)
    })
  const chemin = decisionUrl.modele
  const ecrit = exigerDroit('pole.participer')

  return new Hono<Env>()
    .get(chemin, exigerDroit('pole.lire'), (c) =>
      ouvrir(c, async (tx, visiteur, r, d) => {
        const v = await vue(tx, visiteur, r, d)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            `${r.pole.code}-vote`,
            enCsv(
              ['Coopérative', 'Voix', 'Motif', 'Procuration'],
              v.corps.map((e) => [
                e.nom,
                e.voix ? direVoix(d.genre, d.options, e.voix.choix) : '',
                e.voix?.motif,
                v.corps.find((x) => x.organisme === e.procuration)?.nom,
              ]),
            ),
          )
        return c.html(<Vue {...v} />)
      }),
    )
    .post(`${chemin}/voix`, ecrit, async (c) => {
      const lu = await readForm(bulletin, c, { rangs: 20 })
      return ouvrir(c, async (tx, visiteur, r, d) => {
        const nom = `voix-${organisme(fieldValue(lu.form, 'pour')) ?? r.moi}`
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await vue(tx, visiteur, r, d, { [nom]: form }))} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const { data } = lu
        // Un rang vide serait laissé de côté : les réponses se lisent à leur place.
        const reponses =
          d.genre === 'dates' || d.genre === 'points'
            ? d.options.map((_, i) => fieldValue(lu.form, `reponses[${i}].dit`))
            : [data.reponse]
        const ici = { tx, r, visiteur, le: clock.now() }
        const fait = await donnerSaVoix(ici, d, { pour: data.pour, reponses, motif: data.motif })
        if (!fait.ok)
          return revenir(withAlert(lu.form, fait.error.phrase), fait.error.code === 'bulletin' ? 422 : 409)
        return redirectWith(c, decisionUrl({ pole: r.pole.id, decision: d.id }), {
          genre: 'fait',
          fort: reponsesDuVote.compte,
          suite: 'Elle peut changer jusqu’à la clôture.',
        })
      })
    })
    .post(`${chemin}/procuration`, ecrit, async (c) => {
      const lu = await readForm(procuration, c)
      return ouvrir(c, async (tx, visiteur, r, d) => {
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await vue(tx, visiteur, r, d, { procuration: form }))} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const fait = await confierSaVoix({ tx, r, visiteur, le: clock.now() }, d, lu.data.porteur)
        if (!fait.ok) return revenir(withAlert(lu.form, fait.error.phrase), 409)
        return redirectWith(c, decisionUrl({ pole: r.pole.id, decision: d.id }), {
          genre: 'fait',
          fort: lu.data.porteur ? reponsesProcuration.donnee : 'La procuration est reprise.',
        })
      })
    })
    .post(`${chemin}/clore`, ecrit, async (c) => {
      const lu = await readForm(z.object({}), c)
      return ouvrir(
        c,
        async (tx, visiteur, r, d) => {
          if (!r.anime) return forbidden(c, 'Qui anime le pôle clôt un vote.')
          if (!lu.ok)
            return c.html(<Vue {...(await vue(tx, visiteur, r, d, { clore: lu.form }))} />, lu.status)
          const fait = await cloreUnVote({ tx, r, visiteur, le: clock.now() }, d)
          const vote = decisionUrl({ pole: r.pole.id, decision: d.id })
          if (fait.ok)
            return redirectWith(c, vote, { genre: 'fait', fort: 'Le vote est clos.', suite: fait.value })
          const dates = `${reunionUrl({ pole: r.pole.id, reunion: d.reunion ?? '' })}#dates`
          return redirectWith(c, fait.error.code === 'date' ? dates : vote, {
            genre: 'passe',
            fort: fait.error.phrase,
          })
        },
        true,
      )
    })
    .post(`${chemin}/propos`, ecrit, async (c) => {
      const lu = await readForm(clarification, c)
      return ouvrir(c, async (tx, visiteur, r, d) => {
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await vue(tx, visiteur, r, d, { propos: form }))} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const le = clock.now()
        const id = ((lu.jeton && asId<'Propos'>(lu.jeton)) || newId<'Propos'>(le)) as Propos['id']
        const fait = await clarifier({ tx, r, visiteur, le }, d, { id, texte: lu.data.propos })
        if (!fait.ok) return revenir(withAlert(lu.form, fait.error.phrase), 409)
        return redirectWith(c, `${decisionUrl({ pole: r.pole.id, decision: d.id })}#propos`, {
          genre: 'fait',
          fort: 'Votre message est là.',
        })
      })
    })
    .post(`${chemin}/suite`, ecrit, async (c) => {
      const lu = await readForm(suite, c)
      return ouvrir(c, async (tx, visiteur, r, d) => {
        if (!r.anime) return forbidden(c, 'Qui anime le pôle suit ses décisions.')
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await vue(tx, visiteur, r, d, { suite: form }))} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const { data } = lu
        const fait = await suivreUneDecision({ tx, r, visiteur, le: clock.now() }, d.id, {
          responsable: data.responsable,
          echeance: data.echeance ?? null,
          realisation: data.realisation,
          suivi: data.suivi,
          revoirLe: data.revoir ?? null,
        })
        if (!fait.ok) return revenir(withAlert(lu.form, fait.error.phrase), 409)
        return redirectWith(c, `${decisionUrl({ pole: r.pole.id, decision: d.id })}#suite`, {
          genre: 'fait',
          fort: 'La suite est notée.',
        })
      })
    })
}
