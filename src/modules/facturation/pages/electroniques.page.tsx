/** Les factures électroniques : ce qui bloque, où en sont celles qui partent, celles qui arrivent ; et la plateforme de la coopérative. */
import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { sirenDe } from '#kernel/identifiants.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { compter, de } from '#kernel/texte.ts'
import { formaterInstant, jourLocal } from '#kernel/zones.ts'
import { exigerDroit, lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Definitions, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { type BoiteReglee, lireBoite } from '../db/boite.ts'
import { type ChorusRegle, lireChorus } from '../db/chorus.ts'
import { type FactureQuiPart, facturesQuiPartent, type StatutRefuse, statutsRefuses } from '../db/cycle.ts'
import { type FluxEcarte, fluxEcartes, lirePlateforme, type PlateformeReglee } from '../db/plateforme.ts'
import { neVoitQueSesEnseignes } from '../db/portee.queries.ts'
import { listerRecues, type RecueId, type RecueLue } from '../db/recues.ts'
import { etatDElectronique } from '../domain/cycle/etat.ts'
import { etatDeRecue } from '../domain/cycle/recevoir.ts'
import { fichesStatut, motVoie } from '../domain/cycle/statuts.ts'
import { demanderReleve } from '../gestes/deposer.ts'
import {
  boiteUrl,
  chorusUrl,
  electroniquesUrl,
  ereportingUrl,
  plateformeUrl,
  recuesUrl,
  recueUrl,
  releverPlateformeUrl,
  relireEcartesUrl,
  vieFactureUrl,
} from '../liens.ts'
import { path, pourListe, pourRegler } from './commun.ts'

const MONTREES = 100

type Lue = {
  readonly plateforme: PlateformeReglee | undefined
  readonly chorus: ChorusRegle | undefined
  /** De la coopérative entière ; qui ne voit que ses enseignes ne la lit pas. */
  readonly boite: BoiteReglee | undefined
  readonly litLaBoite: boolean
  readonly siren: string
  readonly emises: readonly FactureQuiPart[]
  readonly recues: readonly RecueLue[]
  readonly ecartes: readonly FluxEcarte[]
  readonly refuses: readonly StatutRefuse[]
  readonly zone: Awaited<ReturnType<typeof lireOrganisme>>['zone']
  readonly regle: boolean
}

/** Ce que la plateforme a refusé se montre un mois : plus tard, c’est dit autrement. */
const MONTRE = 30 * 86_400_000

const lire = async (tx: TenantTx, regle: boolean, le: Date): Promise<Lue> => {
  const o = await lireOrganisme(tx)
  const litLaBoite = !(await neVoitQueSesEnseignes(tx))
  return {
    plateforme: await lirePlateforme(tx),
    chorus: await lireChorus(tx),
    boite: litLaBoite ? await lireBoite(tx) : undefined,
    litLaBoite,
    siren: sirenDe(o.siret),
    zone: o.zone,
    emises: await facturesQuiPartent(tx, { taille: MONTREES }),
    recues: await listerRecues(tx),
    ecartes: await fluxEcartes(tx),
    refuses: await statutsRefuses(tx, new Date(le.getTime() - MONTRE)),
    regle,
  }
}

type Blocage = {
  readonly quoi: string
  /** Absente pour qui ne règle pas : la page le lui refuserait. */
  readonly href: string | undefined
  readonly pourquoi: string
  readonly geste: string
}
const blocages = ({ emises, recues, refuses, plateforme, chorus, boite, regle }: Lue): readonly Blocage[] => [
  ...(plateforme?.echec
    ? [
        {
          quoi: plateforme.nom,
          href: regle ? plateformeUrl() : undefined,
          pourquoi: plateforme.echec,
          geste: 'Régler la plateforme',
        },
      ]
    : []),
  ...(chorus?.echec
    ? [
        {
          quoi: motVoie.chorus,
          href: regle ? chorusUrl() : undefined,
          pourquoi: chorus.echec,
          geste: 'Régler Chorus Pro',
        },
      ]
    : []),
  ...(boite?.echec
    ? [
        {
          quoi: 'Boîte aux lettres',
          href: regle ? boiteUrl() : undefined,
          pourquoi: boite.echec,
          geste: 'Régler la boîte',
        },
      ]
    : []),
  ...emises.flatMap((f) => {
    const e = etatDElectronique(f)
    return e.quiAgit === 'nous' && e.forme === 'manquant'
      ? [
          {
            quoi: `${f.numero}, ${f.payeur}`,
            href: vieFactureUrl({ facture: f.id }),
            pourquoi: `${e.mot}${e.motif ? ` : « ${e.motif} »` : ''} ; ${e.suite}`,
            geste: 'Réparer',
          },
        ]
      : []
  }),
  ...refuses.map((s) => ({
    quoi: s.quoi ?? '',
    href: s.facture ? vieFactureUrl({ facture: s.facture }) : recueUrl({ recue: (s.recue ?? '') as RecueId }),
    pourquoi: `« ${fichesStatut[s.code].mot} » n’est pas parti : ${s.echec ?? ''}`,
    geste: s.facture ? 'Voir' : 'Le dire à qui facture',
  })),
  ...recues.flatMap((r) =>
    etatDeRecue(r.fautes.length, r.codes) === 'a-part'
      ? [
          {
            quoi: `${r.numero}, ${de(r.fournisseur)}`,
            href: recueUrl({ recue: r.id }),
            pourquoi: `mise à part, cette règle n’y tient pas : ${r.fautes[0]?.message ?? ''}`,
            geste: 'Voir et refuser',
          },
        ]
      : [],
  ),
]

const Emises = ({ emises }: Lue) => (
  <Section
    titre="Émises"
    id="emises"
    sous={emises.length === MONTREES ? `Les ${MONTREES} dernières` : undefined}
  >
    {emises.length === 0 ? (
      <p>Aucune facture n’est encore émise ici.</p>
    ) : (
      <Table
        legende="Les factures émises et leur statut"
        lignes={emises}
        colonnes={[
          {
            titre: 'Facture',
            entete: true,
            cell: (f) => (
              <>
                <a href={vieFactureUrl({ facture: f.id })}>{f.numero}</a> <small>{f.payeur}</small>
              </>
            ),
          },
          {
            titre: 'Statut',
            cell: (f) => {
              const e = etatDElectronique(f)
              return (
                <>
                  <Etat etat={e.forme} mot={e.mot} />
                  {e.motif ? <small> « {e.motif} »</small> : null}
                </>
              )
            },
          },
          { titre: 'Par', cell: (f) => (f.voie ? motVoie[f.voie] : '') },
          { titre: 'Émise le', cell: (f) => formaterDate(f.emiseLe, 'court') },
          { titre: 'TTC', nombre: true, cell: (f) => formaterMontant(f.ttc) },
        ]}
      />
    )}
  </Section>
)

const Vue = ({ l }: { l: Lue }) => {
  const bloque = blocages(l)
  const aRepondre = l.recues.filter((r) => etatDeRecue(r.fautes.length, r.codes) === 'a-repondre')
  return (
    <Page
      title="Factures électroniques"
      lede="Par où vos factures partent, ce que leurs destinataires en disent, et celles de vos fournisseurs."
      path={path}
    >
      <Section
        titre="Votre plateforme"
        id="plateforme"
        outils={[
          ...(l.regle
            ? [
                { libelle: 'Régler la plateforme', href: plateformeUrl() },
                { libelle: 'Chorus Pro', href: chorusUrl() },
                ...(l.litLaBoite ? [{ libelle: 'Boîte aux lettres', href: boiteUrl() }] : []),
              ]
            : []),
          { libelle: 'Factures reçues', href: recuesUrl() },
          { libelle: 'E-reporting', href: ereportingUrl() },
        ]}
      >
        <Definitions
          lignes={[
            [
              'Plateforme agréée',
              l.plateforme ? l.plateforme.nom : <Etat etat="manquant" mot="pas encore réglée" />,
            ],
            ['Votre adresse', `0225 : ${l.siren}`],
            [
              'Relevée',
              l.plateforme?.releveeLe ? formaterInstant(l.plateforme.releveeLe, l.zone) : 'pas encore',
            ],
            [
              'Loi',
              'recevoir depuis septembre 2026, émettre en septembre 2027 ; la formation exonérée n’y est pas tenue',
            ],
          ]}
        />
        {l.plateforme ? (
          <Form form={emptyForm()} action={releverPlateformeUrl()} classe="">
            <Button>Relever maintenant</Button>
          </Form>
        ) : (
          <p>
            Sans elle, vos factures partent par courriel, à la main, ou par Chorus Pro ; celles de vos
            fournisseurs viennent de votre boîte aux lettres, ou se déposent ici, fichier par fichier.
          </p>
        )}
      </Section>
      <Section
        titre="Ce qui bloque"
        id="bloque"
        sous={bloque.length > 0 ? compter(bloque.length, 'point') : undefined}
      >
        {bloque.length === 0 ? (
          <p>Rien ne bloque.</p>
        ) : (
          <Table
            legende="Ce qui bloque, et où le réparer"
            lignes={bloque}
            colonnes={[
              { titre: 'Quoi', entete: true, cell: (b) => b.quoi },
              { titre: 'Pourquoi', cell: (b) => b.pourquoi },
              {
                titre: 'Geste',
                cell: (b) =>
                  b.href ? (
                    <a href={b.href}>
                      {b.geste}
                      <span class="unseen"> : {b.quoi}</span>
                    </a>
                  ) : (
                    'La comptabilité le règle.'
                  ),
              },
            ]}
          />
        )}
      </Section>
      <Section titre="Reçues" id="recues" outils={[{ libelle: 'Toutes, et en déposer', href: recuesUrl() }]}>
        {aRepondre.length === 0 ? (
          <p>Aucune facture n’attend votre réponse.</p>
        ) : (
          <Table
            legende="Les factures reçues qui attendent une réponse"
            lignes={aRepondre}
            colonnes={[
              {
                titre: 'De',
                entete: true,
                cell: (r) => (
                  <>
                    <a href={recueUrl({ recue: r.id })}>{r.fournisseur}</a> <small>{r.numero}</small>
                  </>
                ),
              },
              { titre: 'Reçue', cell: (r) => formaterDate(jourLocal(r.recueLe, l.zone), 'court') },
              { titre: 'TTC', nombre: true, cell: (r) => formaterMontant(r.ttc) },
            ]}
          />
        )}
      </Section>
      <Emises {...l} />
      {l.ecartes.length > 0 ? (
        <Section titre="Écartés" id="ecartes" sous="Venus de la plateforme, et dont rien ne se fait">
          <Table
            legende="Ce qui est arrivé et ne sert pas"
            lignes={l.ecartes}
            colonnes={[
              { titre: 'Pourquoi', entete: true, cell: (f) => f.suite },
              { titre: 'Arrivé', cell: (f) => formaterInstant(f.luLe, l.zone) },
            ]}
          />
          {l.regle && l.plateforme ? (
            <Form form={emptyForm()} action={relireEcartesUrl()} classe="">
              <Button>Relire ce qui est écarté</Button>
            </Form>
          ) : null}
        </Section>
      ) : null}
    </Page>
  )
}

export const electroniquesPages = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const regle = pourRegler(db)
  return new Hono<Env>()
    .get(electroniquesUrl.modele, exigerDroit('facturation.lire'), (c) =>
      pourListe(c, db, async (tx, v) =>
        c.html(
          <Vue l={await lire(tx, !v.assistance && peutVisiteur(v, 'facturation.emettre'), clock.now())} />,
        ),
      ),
    )
    .post(relireEcartesUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      regle(c, async (tx, v) => {
        if (v.organisme && (await lirePlateforme(tx)))
          await demanderReleve(tx, v.organisme.id, { relire: true })
        return redirectWith(c, electroniquesUrl(), {
          genre: 'fait',
          fort: 'Ce qui est écarté va être relu.',
          suite: 'Rechargez cette page dans un instant.',
        })
      }),
    )
    .post(releverPlateformeUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      regle(c, async (tx, v) => {
        if (v.organisme && (await lirePlateforme(tx))) await demanderReleve(tx, v.organisme.id)
        return redirectWith(c, electroniquesUrl(), {
          genre: 'fait',
          fort: 'La relève est demandée.',
          suite: 'Rechargez cette page dans un instant.',
        })
      }),
    )
}
