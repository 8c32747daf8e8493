/** La veille que les pôles partagent : la reprendre ici, et la décider. Une source partagée seule ne prouve rien. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import {
  genresVeille,
  nommerPoles,
  TitreDeSource,
  type Veille,
  veillesPartagees,
  veilleUrl,
} from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Etat, Form, Page, Table } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireReprises, type Reprise } from '../db/veille.ts'
import { tenirLigne } from '../gestes/tenir-registre.ts'
import { aujourdhui, lireRegard } from '../lecture/lire-score.ts'
import { ligneUrl, registresUrl, veillePartageeUrl } from '../liens.ts'
import { jourCourt } from './audit-vue.tsx'
import { enseigneDe, idDuJeton, racine } from './commun.ts'

const motsDecision: Readonly<Record<string, string>> = {
  agir: 'agir',
  'deja-fait': 'déjà fait',
  'sans-effet': 'sans effet ici',
}

const Decision = ({ r }: { r: Reprise }) => (
  <>
    <a href={ligneUrl({ genre: r.genre, ligne: r.ligne })}>
      {r.decision === 'a-etudier' ? 'La décider' : 'Notre décision'}
    </a>{' '}
    {r.decision === 'a-etudier' || !r.motivee ? (
      <Etat etat="partiel" mot={r.decision === 'a-etudier' ? 'à décider' : 'sans raison écrite'} />
    ) : (
      <Etat etat="prouve" mot={`${motsDecision[r.decision] ?? r.decision}, le ${jourCourt(r.le)}`} />
    )}
  </>
)

type VueProps = {
  readonly veilles: readonly Veille[]
  readonly reprises: ReadonlyMap<string, Reprise>
  readonly poles: ReadonlyMap<string, string>
  readonly ecrit: boolean
  readonly alerte?: string
}
const Vue = ({ veilles, reprises, poles, ecrit, alerte }: VueProps) => (
  <Page
    title="La veille de nos pôles"
    path={[...racine, { libelle: 'Registres', href: registresUrl() }]}
    lede="On partage la source, jamais l’appropriation. Reprendre une source l’inscrit à votre registre, à décider ; seule votre décision motivée compte pour les indicateurs 23 à 25."
    alert={alerte ? { phrase: alerte } : undefined}
  >
    {veilles.length === 0 ? (
      <Empty titre="Vos pôles ne partagent encore rien">
        Une source se partage depuis la page d’un pôle ; elle paraîtra ici pour chaque coopérative membre.
      </Empty>
    ) : (
      <Table
        legende="Sources partagées par les pôles"
        lignes={veilles}
        colonnes={[
          {
            titre: 'Source',
            entete: true,
            cell: (v) => (
              <>
                <TitreDeSource v={v} />
                <small>{v.resume}</small>
              </>
            ),
          },
          { titre: 'Veille', cell: (v) => genresVeille[v.genre] },
          { titre: 'Parue le', cell: (v) => jourCourt(v.parueLe) },
          {
            titre: 'Pôle',
            cell: (v) => <a href={veilleUrl({ pole: v.pole })}>{poles.get(v.pole) ?? 'un pôle'}</a>,
          },
          {
            titre: 'Chez nous',
            cell: (v) => {
              const r = reprises.get(v.id)
              if (r) return <Decision r={r} />
              return ecrit ? (
                <Form form={emptyForm()} action={`${veillePartageeUrl()}/${v.id}`} classe="">
                  <Button>
                    Reprendre chez nous<span class="unseen"> : {v.titre}</span>
                  </Button>
                </Form>
              ) : (
                <Etat etat="a-venir" mot="pas reprise" />
              )
            },
          },
        ]}
      />
    )}
  </Page>
)

export const veillePartageePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const rendre = async (c: Context<Env>, tx: TenantTx, visiteur: Visiteur, alerte?: string) => {
    const veilles = await veillesPartagees(tx)
    return c.html(
      <Vue
        veilles={veilles}
        reprises={await lireReprises(tx)}
        poles={await nommerPoles(tx, [...new Set(veilles.map((v) => v.pole as string))])}
        ecrit={peutVisiteur(visiteur, 'registres.tenir')}
        {...(alerte === undefined ? {} : { alerte })}
      />,
      alerte === undefined ? 200 : 409,
    )
  }
  return new Hono<Env>()
    .get(veillePartageeUrl.modele, exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, (tx, visiteur) => rendre(c, tx, visiteur)),
    )
    .post('/qualite/veille/:veille', exigerDroit('registres.tenir'), async (c) => {
      const read = await readForm(z.object({}), c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const v = (await veillesPartagees(tx)).find((x) => x.id === c.req.param('veille'))
        const activite = v && (await enseigneDe(tx, visiteur))
        if (!v || !activite) return notFound(c)
        const genre = `veille-${v.genre}`
        const deja = (await lireReprises(tx)).get(v.id)
        if (deja) return c.redirect(ligneUrl({ genre: deja.genre, ligne: deja.ligne }), 303)
        const le = clock.now()
        const id = idDuJeton(read.ok ? read.jeton : undefined)
        const fait = await tenirLigne(
          tx,
          {
            id,
            activite,
            genre,
            titre: v.titre,
            le: aujourdhui(le),
            expireLe: null,
            personne: null,
            offre: null,
            session: null,
            etablissement: null,
            entreprise: null,
            responsable: null,
            origine: null,
            // L’analyse reste à écrire, en ses propres mots ; rien n’est décidé.
            contenu: { veille: v.id, source: v.source, decision: 'a-etudier' },
            retire: false,
          },
          { rangLu: 0, regarde: await lireRegard(tx, le), le },
        )
        if (!fait.ok) return rendre(c, tx, visiteur, fait.error.phrase)
        return redirectWith(c, ligneUrl({ genre, ligne: id }), {
          genre: 'fait',
          fort: 'La source est au registre, à décider.',
        })
      })
    })
}
