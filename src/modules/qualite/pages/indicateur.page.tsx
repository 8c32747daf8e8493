import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ajouterMois, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { tronquer } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Definitions,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireJugements } from '../db/cadre.ts'
import { type FaitLu, listerFaits } from '../db/mesures.queries.ts'
import { nommerFaits } from '../db/noms.queries.ts'
import { controleDe } from '../domain/controles/index.ts'
import type { IndicateurJuge, Jugement } from '../domain/moteur.ts'
import { conclure } from '../gestes/poser-cadre.ts'
import { lireEquipe, lireScore, type ScoreLu } from '../lecture/lire-score.ts'
import { ouvrirLa, reparer } from '../lecture/ou.ts'
import { ouvrirPreuves, type Preuve } from '../lecture/ouvrir.ts'
import { indicateurUrl, trousCsvUrl } from '../liens.ts'
import { enseigneDe, idDuJeton, jourDemande, racine } from './commun.ts'
import { type Gens, Ouvert } from './controles-vue.tsx'

const fields = z.object({
  etat: choix(['prouve', 'partiel', 'manquant']),
  motif: texte({
    min: 10,
    max: 4_000,
    vide: 'Dites ce que vous avez regardé, et pourquoi vous concluez ainsi.',
  }),
  vautJusqu: date(),
})
type Formulaire = FormOf<typeof fields>
const limite = 200

const jourDit = (j: string | null) => (j ? formaterDate(j as DateCivile, 'court') : '')
const motsEtat = { prouve: 'prouvé', partiel: 'partiel', manquant: 'manquant' } as const

const Trous = ({
  trous,
  gens,
  numero,
  autre,
}: {
  trous: readonly FaitLu[]
  gens: Gens
  numero: number
  autre: string | undefined
}) => (
  <Section
    titre="Chaque trou"
    id="trous"
    outils={[{ libelle: 'En CSV', href: withQuery(trousCsvUrl({ numero }), { audit: autre }) }]}
    sous={trous.length >= limite ? `les ${limite} plus anciens ; tous dans le fichier` : undefined}
  >
    <Table
      legende={`Ce qui manque à l’indicateur ${numero}`}
      lignes={trous}
      colonnes={[
        {
          titre: 'De qui, de quoi',
          entete: true,
          cell: (f) => {
            const nom = gens.noms.get(f.objet)
            return (
              <>
                {nom?.libelle ?? controleDe(f.code)?.de}
                {nom?.detail ? <small>{nom.detail}</small> : null}
              </>
            )
          },
        },
        { titre: 'Ce qui manque', cell: (f) => f.quoi },
        { titre: 'Dû le', cell: (f) => jourDit(f.jour) },
        { titre: 'Qui', cell: (f) => gens.equipe.nommer(f.qui, controleDe(f.code)?.agit ?? 'responsable') },
        {
          titre: 'Réparer',
          cell: (f) => {
            const c = controleDe(f.code)
            const nom = gens.noms.get(f.objet)
            const ou = c && reparer(c, f, nom)
            return ou ? (
              <a href={ou.href}>
                {ou.geste}
                <span class="unseen"> : {nom?.libelle ?? c?.de}</span>
              </a>
            ) : (
              ''
            )
          },
        },
      ]}
    />
  </Section>
)

/** Chaque preuve s’ouvre sur place : ce qu’elle dit, qui l’a écrit, quand, et où elle vit. */
const Preuves = ({ preuves, gens, numero }: { preuves: readonly Preuve[]; gens: Gens; numero: number }) => (
  <Section
    titre="Chaque preuve"
    id="chaque-preuve"
    sous={preuves.length >= limite ? `les ${limite} premières` : undefined}
  >
    <Table
      legende={`Ce qui prouve l’indicateur ${numero}`}
      lignes={preuves}
      colonnes={[
        {
          titre: 'De qui, de quoi',
          entete: true,
          cell: ({ fait }) => {
            const c = controleDe(fait.code)
            const nom = gens.noms.get(fait.objet)
            const ou = c && ouvrirLa(c, fait, nom)
            return (
              <>
                {ou ? <a href={ou}>{nom?.libelle ?? c.de}</a> : (nom?.libelle ?? c?.de)}
                <small>
                  {nom?.detail ? `${nom.detail}, ` : ''}
                  {c?.de}
                </small>
              </>
            )
          },
        },
        {
          titre: 'Ce qu’elle dit',
          cell: ({ contenu }) =>
            contenu.length === 0 ? (
              'la pièce elle-même'
            ) : (
              <details>
                <summary>
                  {contenu[0]?.[0]} : {tronquer(contenu[0]?.[1] ?? '', 60)}
                </summary>
                <Definitions lignes={contenu.map(([nom, valeur]) => [nom, valeur] as const)} />
              </details>
            ),
        },
        { titre: 'Le', cell: ({ fait }) => `${jourDit(fait.le)}${fait.tard ? ', écrite après coup' : ''}` },
        { titre: 'Par', cell: ({ par }) => gens.equipe.nomDe(par) ?? '' },
      ]}
    />
  </Section>
)

type VueProps = {
  readonly j: IndicateurJuge
  readonly gens: Gens
  readonly trous: readonly FaitLu[]
  readonly jugements: readonly Jugement[]
  readonly form: Formulaire | undefined
  /** La grille d’un autre jour, si l’adresse en demande une. */
  readonly autre: string | undefined
  readonly preuves: readonly Preuve[]
}

const Vue = ({ j, gens, trous, jugements, form, autre, preuves }: VueProps) => {
  const n = j.indicateur.numero
  return (
    <Page
      title={`Indicateur ${n}`}
      heading={`${n}. ${j.indicateur.intitule}`}
      path={racine}
      alert={form?.alert}
      facts={
        <p>
          <Etat etat={j.etat} />
          {j.phrase ? (
            <>
              <br />
              {j.phrase}
            </>
          ) : null}
        </p>
      }
    >
      <Section titre="Le constat" id="constat">
        <Ouvert j={j} gens={gens} niveau={3} />
      </Section>
      {preuves.length > 0 ? <Preuves preuves={preuves} gens={gens} numero={n} /> : null}
      {trous.length > 0 ? <Trous trous={trous} gens={gens} numero={n} autre={autre} /> : null}
      <Section
        titre="Ce qu’une personne en conclut"
        id="jugement"
        sous="Un jugement ne comble pas un trou ; il peut en ouvrir un."
      >
        {jugements.length === 0 ? (
          <p>Personne n’a encore conclu sur cet indicateur.</p>
        ) : (
          <Table
            legende={`Les conclusions sur l’indicateur ${n}`}
            lignes={jugements.toReversed()}
            colonnes={[
              { titre: 'Le', entete: true, cell: (x) => jourDit(jourLocal(x.jugeLe, ZONE_PAR_DEFAUT)) },
              { titre: 'Par', cell: (x) => gens.equipe.nomDe(x.par) ?? 'une personne partie' },
              { titre: 'Conclusion', cell: (x) => <Etat etat={x.etat} /> },
              { titre: 'Pourquoi', cell: (x) => x.motif },
              { titre: 'Vaut jusqu’au', cell: (x) => jourDit(x.vautJusqu) },
            ]}
          />
        )}
        {form ? (
          <Form
            form={form}
            action={withQuery(indicateurUrl({ numero: n }), { audit: autre })}
            noms={{ etat: 'Conclusion', motif: 'Pourquoi', vautJusqu: 'Vaut jusqu’au' }}
          >
            <FieldSection titre="Conclure">
              <SelectField
                form={form}
                name="etat"
                label="Conclusion"
                vide="choisir"
                options={Object.entries(motsEtat).map(([value, label]) => ({ value, label }))}
              />
              <Field form={form} name="vautJusqu" label="Vaut jusqu’au" hint="un an au plus" />
              <TextArea
                form={form}
                name="motif"
                label="Pourquoi"
                hint="ce que vous avez regardé, sur quels dossiers"
              />
            </FieldSection>
            <Actions libelle="Signer cette conclusion" genre="main" />
          </Form>
        ) : null}
      </Section>
    </Page>
  )
}

/** Le numéro demandé, s’il est dans la grille du cadre. */
const trouver = async (
  tx: TenantTx,
  c: Context<Env>,
  maintenant: Date,
): Promise<{ lu: ScoreLu; j: IndicateurJuge } | undefined> => {
  const numero = /^\d{1,2}$/.test(c.req.param('numero') ?? '') ? Number(c.req.param('numero')) : 0
  // La grille d’un autre jour s’ouvre dans la même version : le détail ne dit pas autre chose que la grille.
  const lu = await lireScore(tx, maintenant, jourDemande(c.req.query('audit')))
  const j = lu?.score.indicateurs.find((x) => x.indicateur.numero === numero)
  return lu && j && { lu, j }
}

export const indicateurPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    visiteur: Visiteur,
    { lu, j }: { readonly lu: ScoreLu; readonly j: IndicateurJuge },
    form: Formulaire | undefined,
    status: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    const codes = j.constats.map((x) => x.controle.code)
    const trous = await listerFaits(tx, lu.regarde, codes, { tenus: false, max: limite })
    const preuves = await ouvrirPreuves(
      tx,
      await listerFaits(tx, lu.regarde, codes, { tenus: true, max: limite }),
    )
    const gens = {
      equipe: await lireEquipe(tx),
      noms: await nommerFaits(tx, [
        ...trous,
        ...preuves.map((p) => p.fait),
        ...j.constats.flatMap((x) => x.mesure?.pire ?? []),
      ]),
    }
    const vide = emptyForm<keyof z.input<typeof fields> & string>(undefined, {
      vautJusqu: formaterDate(ajouterMois(lu.regarde.jour as DateCivile, 12), 'chiffres'),
    })
    return c.html(
      <Vue
        j={j}
        gens={gens}
        trous={trous}
        jugements={(await lireJugements(tx, j.indicateur.numero)).filter(
          (x) => x.version === lu.score.version,
        )}
        form={peutVisiteur(visiteur, 'qualite.ecrire') ? (form ?? vide) : undefined}
        autre={jourDemande(c.req.query('audit'))}
        preuves={preuves}
      />,
      status,
    )
  }
  return new Hono<Env>()
    .get(indicateurUrl.modele, exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const trouve = await trouver(tx, c, clock.now())
        return trouve ? rendre(c, tx, visiteur, trouve, undefined) : notFound(c)
      }),
    )
    .get(trousCsvUrl.modele, exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const trouve = await trouver(tx, c, clock.now())
        if (!trouve) return notFound(c)
        const codes = trouve.j.constats.map((x) => x.controle.code)
        const trous = await listerFaits(tx, trouve.lu.regarde, codes, { tenus: false, max: 20_000 })
        const [equipe, noms] = [await lireEquipe(tx), await nommerFaits(tx, trous)]
        return repondreCsv(
          c,
          `indicateur-${trouve.j.indicateur.numero}-trous`,
          enCsv(
            ['controle', 'de', 'ou', 'manque', 'du_le', 'qui'],
            trous.map((f) => [
              f.code,
              noms.get(f.objet)?.libelle ?? controleDe(f.code)?.de,
              noms.get(f.objet)?.detail,
              f.quoi,
              f.jour,
              equipe.nommer(f.qui, controleDe(f.code)?.agit ?? 'responsable'),
            ]),
          ),
        )
      }),
    )
    .post(indicateurUrl.modele, exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const trouve = await trouver(tx, c, clock.now())
        const activite = await enseigneDe(tx, visiteur)
        if (!trouve || !activite) return notFound(c)
        if (!read.ok) return rendre(c, tx, visiteur, trouve, read.form, read.status)
        const numero = trouve.j.indicateur.numero
        const fait = await conclure(tx, {
          activite,
          jour: trouve.lu.regarde.jour,
          le: clock.now(),
          conclusion: {
            ...read.data,
            id: idDuJeton(read.form.jeton),
            indicateur: numero,
            version: trouve.lu.score.version,
          },
        })
        if (!fait.ok)
          return rendre(c, tx, visiteur, trouve, withErrors(read.form, { vautJusqu: fait.error.phrase }), 422)
        return redirectWith(c, `${indicateurUrl({ numero })}#jugement`, {
          genre: 'fait',
          fort: 'Votre conclusion est signée et datée.',
        })
      })
    })
}
