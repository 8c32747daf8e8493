/** La trésorerie : treize semaines, ce qui vient à échéance, ce qui entre d’ordinaire, ce qui est en retard. */
import { Hono } from 'hono'
import { formaterPeriode } from '#kernel/dates.ts'
import { formaterMontant, type Montant, montantDecimal, somme } from '#kernel/montant.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Definitions, Exporter, Jauge, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { facturesOuvertes, habitudesDePaiement } from '../db/reglements.ts'
import { cumuler, prevoir } from '../domain/tresorerie.ts'
import { comptesUrl, tresorerieUrl } from '../liens.ts'
import { jourIci, path, pourListe } from './commun.ts'

const lire = async (tx: TenantTx, maintenant: Date) => {
  const habitudes = await habitudesDePaiement(tx)
  const ouvertes = await facturesOuvertes(tx)
  return prevoir(
    ouvertes.map((f) => ({
      ...f,
      habitude: habitudes.get(f.payeurEntreprise ?? f.payeurPersonne ?? '') ?? null,
    })),
    await jourIci(tx, maintenant),
  )
}

const rien = (m: Montant) => (m === 0 ? '' : formaterMontant(m))

export const tresoreriePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(tresorerieUrl.modele, exigerDroit('facturation.lire'), (c) =>
    pourListe(c, db, async (tx) => {
      const t = await lire(tx, clock.now())
      const semaines = cumuler(t.semaines)
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'tresorerie',
          enCsv(
            ['du', 'au', 'a_echeance', 'attendu', 'cumul'],
            semaines.map((s) => [
              s.du,
              s.au,
              montantDecimal(s.aEcheance),
              montantDecimal(s.attendu),
              montantDecimal(s.cumul),
            ]),
          ),
        )
      return c.html(
        <Page
          title="Trésorerie"
          lede="Ce que vos factures feront entrer en treize semaines. Qui a déjà payé est attendu à son habitude ; les autres, à l’échéance."
          path={path}
        >
          <Section
            titre="En tout"
            id="en-tout"
            outils={[{ libelle: 'Comptes clients, par retard', href: comptesUrl() }]}
          >
            <Definitions
              lignes={[
                ['En retard aujourd’hui', formaterMontant(t.enRetard)],
                ['Attendu en treize semaines', formaterMontant(semaines.at(-1)?.cumul ?? t.enRetard)],
                ['Attendu plus tard', formaterMontant(t.plusTard)],
              ]}
            />
          </Section>
          <Section titre="Par âge" id="ages" sous="ce qui reste dû, par retard sur l’échéance">
            <Table
              legende="Ce qui reste dû, par âge"
              lignes={t.parAge}
              colonnes={[
                { titre: 'Retard', entete: true, cell: (a) => a.age },
                {
                  titre: 'Part',
                  cell: (a) => <Jauge valeur={a.solde} sur={somme(t.parAge.map((x) => x.solde))} />,
                },
                {
                  titre: 'Factures',
                  nombre: true,
                  cell: (a) => (a.factures === 0 ? '' : String(a.factures)),
                },
                { titre: 'Reste dû', nombre: true, cell: (a) => rien(a.solde) },
              ]}
            />
          </Section>
          <Section titre="Semaine après semaine" id="semaines">
            <Table
              legende="Treize semaines de trésorerie"
              lignes={semaines}
              colonnes={[
                { titre: 'Semaine', entete: true, cell: (s) => formaterPeriode(s.du, s.au, 'court') },
                { titre: 'À échéance', nombre: true, cell: (s) => rien(s.aEcheance) },
                { titre: 'Attendu', nombre: true, cell: (s) => rien(s.attendu) },
                { titre: 'Cumul', nombre: true, cell: (s) => formaterMontant(s.cumul) },
              ]}
            />
            <p class="actions">
              <Exporter href={withQuery(tresorerieUrl(), { format: 'csv' })} />
            </p>
          </Section>
        </Page>,
      )
    }),
  )
