/** L’e-reporting : ce qui se déclarerait d’une période, ligne à ligne, et ce qui ne se déclare pas, avec pourquoi. */
import { Hono } from 'hono'
import { ajouterJours, dateCivile, formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterMontant, montantDecimal, plus, somme } from '#kernel/montant.ts'
import { typographier } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Alert, Definitions, Empty, Exporter, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { neVoitQueSesEnseignes } from '../db/portee.queries.ts'
import {
  type Declaration,
  motRythme,
  type PeriodeDeclaree,
  periodeDe,
  type Rythme,
  rythmes,
} from '../domain/cycle/ereporting.ts'
import { tvaDuJour } from '../gestes/preparer.ts'
import { declarationDe } from '../lecture/ereporting.ts'
import { electroniquesUrl, ereportingUrl } from '../liens.ts'
import { path, pourListe } from './commun.ts'

const taux = (points: number) => typographier(`${points / 100} %`.replace('.', ','))

const enLignes = (d: Declaration) => [
  ...d.ventes.map((v) => [
    'vente à des particuliers',
    v.jour,
    taux(v.taux),
    String(v.nombre),
    montantDecimal(v.ht),
    montantDecimal(v.tva),
    v.franchise ? 'franchise, art. 293 B' : '',
  ]),
  ...d.ailleurs.map((v) => [
    'vente à un autre pays',
    v.jour,
    '',
    '1',
    montantDecimal(v.ht),
    montantDecimal(v.tva),
    `${v.numero}, ${v.pays}`,
  ]),
  ...d.paiements.map((p) => [
    'encaissé de particuliers, TTC',
    p.jour,
    taux(p.taux),
    '',
    montantDecimal(p.montant),
    '',
    '',
  ]),
  ...d.hors.map((h) => ['ne se déclare pas', '', '', String(h.nombre), montantDecimal(h.ht), '', h.pourquoi]),
]

const Lignes = ({ d }: { d: Declaration }) => (
  <>
    <Section titre="Ventes à des particuliers" id="ventes" sous="Jour par jour, taux par taux">
      {d.ventes.length === 0 ? (
        <p>Aucune dans cette période.</p>
      ) : (
        <Table
          legende="Ventes taxées à des particuliers"
          lignes={d.ventes}
          colonnes={[
            { titre: 'Jour', entete: true, cell: (v) => formaterDate(v.jour, 'court') },
            { titre: 'TVA', cell: (v) => (v.franchise ? 'franchise, art. 293 B' : taux(v.taux)) },
            { titre: 'Factures', nombre: true, cell: (v) => v.nombre },
            { titre: 'Hors taxes', nombre: true, cell: (v) => formaterMontant(v.ht) },
            { titre: 'Taxe', nombre: true, cell: (v) => formaterMontant(v.tva) },
          ]}
        />
      )}
    </Section>
    <Section titre="Ventes à d’autres pays" id="ailleurs" sous="Entre professionnels, une par une">
      {d.ailleurs.length === 0 ? (
        <p>Aucune dans cette période.</p>
      ) : (
        <Table
          legende="Ventes à des professionnels d’autres pays"
          lignes={d.ailleurs}
          colonnes={[
            { titre: 'Facture', entete: true, cell: (v) => v.numero },
            { titre: 'Jour', cell: (v) => formaterDate(v.jour, 'court') },
            { titre: 'Pays', cell: (v) => v.pays },
            { titre: 'Hors taxes', nombre: true, cell: (v) => formaterMontant(v.ht) },
            { titre: 'Taxe', nombre: true, cell: (v) => formaterMontant(v.tva) },
          ]}
        />
      )}
    </Section>
    <Section titre="Encaissé de particuliers" id="paiements" sous="Sauf option pour les débits">
      {d.paiements.length === 0 ? (
        <p>Rien à déclarer dans cette période.</p>
      ) : (
        <Table
          legende="Ce que des particuliers ont payé, taxe comprise"
          lignes={d.paiements}
          colonnes={[
            { titre: 'Jour', entete: true, cell: (p) => formaterDate(p.jour, 'court') },
            { titre: 'TVA', cell: (p) => taux(p.taux) },
            { titre: 'TTC', nombre: true, cell: (p) => formaterMontant(p.montant) },
          ]}
        />
      )}
    </Section>
    <Section titre="Ce qui ne se déclare pas" id="hors">
      {d.hors.length === 0 ? (
        <p>Rien : tout se déclare.</p>
      ) : (
        <Table
          legende="Ce qui ne se déclare pas, et pourquoi"
          lignes={d.hors}
          colonnes={[
            { titre: 'Pourquoi', entete: true, cell: (h) => typographier(h.pourquoi) },
            { titre: 'Factures', nombre: true, cell: (h) => h.nombre },
            { titre: 'Hors taxes', nombre: true, cell: (h) => formaterMontant(h.ht) },
          ]}
        />
      )}
    </Section>
  </>
)

const Vue = ({
  d,
  periode,
  rythme,
  choisi,
  partielle,
}: {
  d: Declaration
  periode: PeriodeDeclaree
  rythme: Rythme
  choisi: boolean
  /** Qui lit ne voit que ses enseignes. */
  partielle: boolean
}) => {
  const ht = plus(somme(d.ventes.map((v) => v.ht)), somme(d.ailleurs.map((v) => v.ht)))
  const lien = (jour: string) => withQuery(ereportingUrl(), { jour, rythme })
  return (
    <Page
      title="E-reporting"
      lede={`${formaterPeriode(periode.du, periode.au, 'long')}, à blanc : dû à partir de septembre 2027, au plus tard le ${formaterDate(periode.avant)}.`}
      path={[...path, { libelle: 'Factures électroniques', href: electroniquesUrl() }]}
    >
      <p>
        <a href={lien(ajouterJours(periode.du, -1))}>Période précédente</a>,{' '}
        <a href={lien(ajouterJours(periode.au, 1))}>période suivante</a>
        {choisi
          ? rythmes
              .filter((r) => r !== rythme && r !== 'deux-mois')
              .map((r) => (
                <>
                  , <a href={withQuery(ereportingUrl(), { jour: periode.du, rythme: r })}>{motRythme[r]}</a>
                </>
              ))
          : null}
      </p>
      <Section titre={partielle ? 'De vos enseignes' : 'À transmettre'} id="total" sous={motRythme[rythme]}>
        {partielle ? (
          <Alert fort="Ces lignes sont celles de vos enseignes seulement.">
            La coopérative déclare toutes les siennes ensemble : demandez-les à sa comptabilité avant de
            transmettre.
          </Alert>
        ) : null}
        <Definitions
          lignes={[
            ['Hors taxes', formaterMontant(ht)],
            ['TVA', formaterMontant(somme([...d.ventes, ...d.ailleurs].map((v) => v.tva)))],
            ['Encaissé, TTC', formaterMontant(somme(d.paiements.map((p) => p.montant)))],
          ]}
        />
        <p>
          Rien ne part d’ici : nous n’avons trouvé aucun format publié pour ces déclarations. Votre plateforme
          ou votre expert-comptable les fait d’après ces lignes.{' '}
          <Exporter href={withQuery(ereportingUrl(), { jour: periode.du, rythme, format: 'csv' })} />
        </p>
      </Section>
      {[d.ventes, d.ailleurs, d.paiements, d.hors].every((x) => x.length === 0) ? (
        <Empty titre="Rien n’est facturé ni payé dans cette période">
          Les ventes à des particuliers et à d’autres pays viennent ici de vos factures ; l’exonéré s’y
          montre, avec pourquoi il ne se déclare pas.
        </Empty>
      ) : (
        <Lignes d={d} />
      )}
    </Page>
  )
}

export const ereportingPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(ereportingUrl.modele, exigerDroit('facturation.lire'), (c) =>
    pourListe(c, db, async (tx) => {
      const { tva, le } = await tvaDuJour(tx, clock.now())
      const franchise = tva.regime === 'franchise'
      const rythme: Rythme = franchise ? 'deux-mois' : c.req.query('rythme') === 'decade' ? 'decade' : 'mois'
      const periode = periodeDe(dateCivile(c.req.query('jour') ?? '') ?? le, rythme)
      const d = await declarationDe(tx, periode)
      const partielle = await neVoitQueSesEnseignes(tx)
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          `e-reporting-${partielle ? 'de-mes-enseignes-' : ''}${periode.du}`,
          enCsv(['quoi', 'jour', 'taux', 'nombre', 'montant_ht', 'tva', 'detail'], enLignes(d)),
        )
      return c.html(<Vue d={d} periode={periode} rythme={rythme} choisi={!franchise} partielle={partielle} />)
    }),
  )
