// Long parce qu’une réponse se liste, s’ouvre, reçoit sa suite et s’efface sous les mêmes droits.
/** Les réponses à suivre : une personne mécontente, ou qui demande qu’on la rappelle ; et ce que l’on en a fait. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter, plier } from '#kernel/texte.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Definitions,
  Empty,
  Etat,
  Field,
  FieldSection,
  FilterField,
  Filters,
  Form,
  Page,
  Pagination,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Campagne, type DemandeDeReponse, lireDemande } from '../db/campagnes.ts'
import {
  type ASuivre,
  lireReponse,
  listerASuivre,
  motsSuite,
  type Reponse,
  type Suite,
  suitesDe,
} from '../db/reponses.ts'
import { demandeUneAdaptation, direQuestion, reserveAuReferent, reservees } from '../domain/contenu.ts'
import { ditLEntree, genres } from '../domain/genres.ts'
import { direReponse } from '../domain/repondre.ts'
import { donnerSuite, effacerReponse } from '../gestes/donner-suite.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { aSuivreCsvUrl, aSuivreUrl, campagneUrl, effacerReponseUrl, reponseUrl } from '../liens.ts'
import type { PrisesQuestionnaires } from '../prises.ts'
import { nommerRecueil } from './accueil.page.tsx'
import { idDuJeton, lireParam, peutTout, racine } from './commun.ts'
import { recueilPour } from './recueil.page.tsx'

const fields = z.object({
  genre: choix(['recontact', 'sans-suite'], { phrase: 'Dites ce que vous avez fait.' }),
  le: date(),
  texte: texte({ min: 3, max: 2000, vide: 'Écrivez ce qui s’est dit, ou pourquoi l’on n’en fait rien.' }),
})
type Formulaire = FormOf<typeof fields>

const Liste = ({ lignes, q, toutes }: { lignes: readonly ASuivre[]; q: string; toutes: boolean }) => (
  <Page
    title="Réponses à suivre"
    lede="Une note basse, une difficulté, ou une personne qui demande qu’on la rappelle. Chacune quitte cette liste quand sa suite est écrite."
    path={racine}
  >
    <Filters label="Chercher une réponse" action={aSuivreUrl()}>
      <FilterField name="q" label="Nom ou session" value={q} />
      <FilterField
        name="toutes"
        label="Montrer"
        value={toutes ? 'oui' : ''}
        options={[
          { value: '', label: 'celles qui attendent' },
          { value: 'oui', label: 'toutes' },
        ]}
      />
    </Filters>
    {lignes.length === 0 ? (
      <Empty titre={q ? 'Aucune réponse ne porte ces mots' : 'Personne n’attend de suite'}>
        Les réponses nommées qui demandent une suite viendront ici, la plus ancienne d’abord.
      </Empty>
    ) : (
      <>
        <Table
          legende="Réponses à suivre"
          lignes={lignes}
          colonnes={[
            {
              titre: 'Qui',
              entete: true,
              cell: (r) => <a href={reponseUrl({ reponse: r.reponse })}>{r.nom || 'sans nom'}</a>,
            },
            { titre: 'Questionnaire', cell: (r) => genres[r.genre].nom },
            { titre: 'Session', cell: (r) => (r.intitule ? `${r.intitule} (${r.numero})` : '') },
            { titre: 'Reçue le', cell: (r) => formaterDate(r.le, 'court') },
            {
              titre: 'Suite',
              cell: (r) =>
                r.suites > 0 ? (
                  <Etat etat="prouve" mot={compter(r.suites, 'suite')} />
                ) : (
                  <Etat etat="manquant" mot="à donner" />
                ),
            },
          ]}
        />
        <Pagination
          url={aSuivreUrl()}
          exports={[{ libelle: 'CSV', href: withQuery(aSuivreCsvUrl(), { q, toutes: toutes ? 'oui' : '' }) }]}
        />
      </>
    )}
  </Page>
)

type VueProps = {
  readonly reponse: Reponse
  readonly demande: DemandeDeReponse
  readonly campagne: Campagne
  readonly suites: readonly Suite[]
  readonly nomDe: (compte: string | null) => string
  readonly form: Formulaire
  readonly agit: boolean
  /** Ce visiteur conduit un effacement (RGPD, article 17). */
  readonly efface: boolean
  /** Ce que ce visiteur peut faire de cette réponse ailleurs qu’ici. */
  readonly offertes: PrisesQuestionnaires['suites']
  /** Ce visiteur est la personne référente handicap. */
  readonly referente: boolean
}
const Vue = ({
  reponse,
  demande,
  campagne,
  suites,
  nomDe,
  form,
  agit,
  efface,
  offertes,
  referente,
}: VueProps) => {
  const gardees = reservees(campagne.contenu.questions)
  const qui = `${demande.prenom} ${demande.nom}`.trim() || (demande.structure ?? 'une personne')
  const voies: Readonly<Record<string, string>> = {
    lien: 'par son lien',
    papier: 'sur papier, recopié',
    compte: 'sous un compte',
  }
  return (
    <Page
      title={`${qui}, sa réponse`}
      lede={`${campagne.titre}, le ${formaterDate(reponse.le)}, ${voies[reponse.voie] ?? ''}.`}
      path={[...racine, { libelle: nommerRecueil(campagne), href: campagneUrl({ campagne: campagne.id }) }]}
      alert={form.alert}
    >
      <Section titre="Ce qu’elle dit" id="dit">
        {reponse.alerte ? (
          <p>
            {suites.length > 0 ? (
              <Etat etat="prouve" mot="suivie" />
            ) : (
              <Etat etat="manquant" mot="demande une suite" />
            )}
          </p>
        ) : null}
        {reponse.effaceeLe ? (
          <p>
            Effacée le {formaterDate(aujourdhui(reponse.effaceeLe))}, à la demande de la personne. Elle reste
            comptée au taux de réponse ; ce qu’elle disait n’est plus nulle part.
          </p>
        ) : null}
        <Definitions
          lignes={campagne.contenu.questions.flatMap((q): [string, string][] => {
            const dit = direReponse(q, reponse.valeurs)
            if (dit === '') return []
            return [[direQuestion(q), gardees.has(q.id) && !referente ? reserveAuReferent : dit]]
          })}
        />
      </Section>
      {suites.length > 0 ? (
        <Section titre="Ce qu’on en a fait" id="suites">
          <Table
            legende="Suites de cette réponse"
            lignes={suites}
            colonnes={[
              { titre: 'Le', entete: true, cell: (s) => formaterDate(s.le, 'court') },
              { titre: 'Suite', cell: (s) => motsSuite[s.genre] },
              // Le nom de la personne référente, ou de la direction, dirait laquelle des deux.
              { titre: 'Par', cell: (s) => (s.genre === 'protegee' ? '' : nomDe(s.par)) },
              { titre: 'Ce qui s’est dit', cell: (s) => s.texte },
            ]}
          />
        </Section>
      ) : null}
      {(agit || offertes.length > 0) && !reponse.effaceeLe ? (
        <Section
          titre="Donner une suite"
          id="suite"
          sous="Rien n’oblige à une réclamation ; rien ne doit rester sans réponse."
        >
          {offertes.length > 0 ? (
            <p class="gestes-l">
              {offertes.map((s) => (
                <>
                  <ButtonLink href={s.href(reponse.id)}>{s.geste}</ButtonLink>{' '}
                </>
              ))}
            </p>
          ) : null}
          {agit ? (
            <Form form={form} noms={{ genre: 'Suite', le: 'Le', texte: 'Ce qui s’est dit' }}>
              <FieldSection titre="Ou l’écrire ici">
                <SelectField
                  form={form}
                  name="genre"
                  label="Suite"
                  vide="choisir"
                  options={(['recontact', 'sans-suite'] as const).map((value) => ({
                    value,
                    label: motsSuite[value],
                  }))}
                />
                <Field form={form} name="le" label="Le" />
                <TextArea
                  form={form}
                  name="texte"
                  label="Ce qui s’est dit, ou pourquoi l’on n’en fait rien"
                  rows={3}
                />
              </FieldSection>
              <Actions libelle="Garder cette suite" />
            </Form>
          ) : null}
        </Section>
      ) : null}
      {efface && !reponse.effaceeLe ? (
        <Section
          titre="Effacer cette réponse"
          id="effacer"
          sous="À la demande de la personne (RGPD, article 17). Les résultats la perdent, le taux la garde."
        >
          <Form form={emptyForm()} action={effacerReponseUrl({ reponse: reponse.id })} classe="">
            <p>
              Un effacement ne se défait pas. Un résultat déjà publié garde le chiffre du jour où il le fut.
            </p>
            <p>
              <Button geste="effacer">Effacer ce que dit cette réponse</Button>
            </p>
          </Form>
        </Section>
      ) : null}
    </Page>
  )
}

export const suivrePages = (prises: PrisesQuestionnaires) => {
  const trouver = async (c: Context<Env>, tx: TenantTx, visiteur: Visiteur) => {
    const id = asId(c.req.param('reponse') ?? '')
    const reponse = id && (await lireReponse(tx, id))
    const lu = reponse && (await recueilPour(tx, reponse.campagne, visiteur))
    const demande = reponse && (await lireDemande(tx, reponse.demande))
    return lu && demande && reponse ? { reponse, demande, campagne: lu.campagne, agit: lu.envoie } : undefined
  }
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    t: NonNullable<Awaited<ReturnType<typeof trouver>>>,
    form: Formulaire,
    status: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    const noms = new Map(
      (await adhesions(tx)).map((a) => [a.compte as string, `${a.prenom} ${a.nom}`.trim()]),
    )
    return c.html(
      <Vue
        {...t}
        suites={await suitesDe(tx, t.reponse.id)}
        nomDe={(x) => (x && noms.get(x)) || 'une personne partie'}
        form={form}
        efface={
          c.get('visiteur')?.lectureSeule !== true &&
          !c.get('visiteur')?.assistance &&
          peutVisiteur(c.get('visiteur'), 'donnees.effacer')
        }
        offertes={prises.suites.filter(
          (s) =>
            c.get('visiteur')?.lectureSeule !== true &&
            peutVisiteur(c.get('visiteur'), s.droit, { estSien: true }) &&
            (s.pour === undefined ||
              (t.demande.inscription !== null &&
                t.campagne.session !== null &&
                (s.pour === 'besoin'
                  ? ditLEntree(t.campagne.genre)
                  : demandeUneAdaptation(t.campagne.contenu.questions, t.reponse.valeurs)))),
        )}
        referente={peutVisiteur(c.get('visiteur'), 'handicap.lire')}
      />,
      status,
    )
  }
  const chercher = async (c: Context<Env>, tx: TenantTx) => {
    const q = lireParam(c, 'q').trim()
    const toutes = lireParam(c, 'toutes') === 'oui'
    const mots = plier(q)
      .split(' ')
      .filter((m) => m !== '')
    const lignes = (await listerASuivre(tx, { sansSuite: !toutes })).filter((r) => {
      const dit = plier(`${r.nom} ${r.intitule} ${r.numero} ${genres[r.genre].nom}`)
      return mots.every((m) => dit.includes(m))
    })
    return { q, toutes, lignes }
  }
  const refuse = (c: Context<Env>) =>
    forbidden(c, 'Vous suivez les réponses de vos sessions, depuis la page de chacune.')
  return new Hono<Env>()
    .get(aSuivreUrl(), exigerDroit('questionnaires.lire'), (c) =>
      pourVisiteur(c, c.get('services').db, async (tx, visiteur) =>
        peutTout(visiteur, 'questionnaires.lire')
          ? c.html(<Liste {...(await chercher(c, tx))} />)
          : refuse(c),
      ),
    )
    .get(aSuivreCsvUrl(), exigerDroit('questionnaires.lire'), (c) =>
      pourVisiteur(c, c.get('services').db, async (tx, visiteur) =>
        peutTout(visiteur, 'questionnaires.lire')
          ? repondreCsv(
              c,
              'reponses-a-suivre',
              enCsv(
                ['qui', 'questionnaire', 'session', 'intitule', 'recue_le', 'suites'],
                (await chercher(c, tx)).lignes.map((r) => [
                  r.nom,
                  genres[r.genre].nom,
                  r.numero,
                  r.intitule,
                  r.le,
                  r.suites,
                ]),
              ),
            )
          : refuse(c),
      ),
    )
    .get(reponseUrl.modele, exigerDroit('questionnaires.lire'), (c) => {
      const { db, clock } = c.get('services')
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const t = await trouver(c, tx, visiteur)
        return t
          ? rendre(c, tx, t, emptyForm(undefined, { le: formaterDate(aujourdhui(clock.now()), 'chiffres') }))
          : notFound(c)
      })
    })
    .post(reponseUrl.modele, exigerDroit('questionnaires.envoyer'), async (c) => {
      const { db, clock } = c.get('services')
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const t = await trouver(c, tx, visiteur)
        if (!t?.agit) return notFound(c)
        if (!read.ok) return rendre(c, tx, t, read.form, read.status)
        const le = clock.now()
        const fait = await donnerSuite(
          tx,
          t.reponse.id,
          { ...read.data, id: idDuJeton(read.form.jeton), objet: null },
          { jour: aujourdhui(le), le },
        )
        if (!fait.ok)
          return rendre(
            c,
            tx,
            t,
            fait.error.code === 'introuvable'
              ? withAlert(read.form, fait.error)
              : withErrors(read.form, { le: fait.error.phrase }),
            422,
          )
        return redirectWith(c, reponseUrl({ reponse: t.reponse.id }), {
          genre: 'fait',
          fort: 'La suite est gardée.',
        })
      })
    })
    .post(effacerReponseUrl.modele, exigerDroit('donnees.effacer'), (c) => {
      const { db, clock } = c.get('services')
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const t = await trouver(c, tx, visiteur)
        if (!t || visiteur.assistance || !(await effacerReponse(tx, t.reponse, t.campagne.id, clock.now())))
          return notFound(c)
        return redirectWith(c, reponseUrl({ reponse: t.reponse.id }), {
          genre: 'fait',
          fort: 'Ce que disait cette réponse est effacé.',
        })
      })
    })
}
