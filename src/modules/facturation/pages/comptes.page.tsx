/** Ce que chaque client doit, et depuis quand ; puis son compte, pièce à pièce. */
import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterCentimes, formaterMontant, montantDecimal, somme } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { entrepriseUrl, lireEntreprise, lireTiers, personneUrl } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Definitions, Empty, Exporter, FilterField, Filters, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type CompteLu,
  type GenreDeCompte,
  type LigneDeCompte,
  lignesDuCompte,
  listerComptes,
} from '../db/comptes.queries.ts'
import { agerCompte, motTranche, type SoldeAge, suivreCompte, tranches } from '../domain/comptes.ts'
import { motGenre, motMoyen } from '../domain/facture.ts'
import { lettrer } from '../domain/lettrer.ts'
import { comptesUrl, compteUrl, facturesUrl, factureUrl, nouvelleFactureUrl } from '../liens.ts'
import { jourIci, path } from './commun.ts'

const taille = 50

type CompteAge = CompteLu & SoldeAge

const lienDuCompte = (c: Pick<CompteLu, 'genre' | 'cle' | 'nom'>): string =>
  c.genre === 'nom' ? withQuery(facturesUrl(), { q: c.nom }) : compteUrl({ genre: c.genre, payeur: c.cle })

const VueListe = ({
  comptes,
  tous,
  q,
  rang,
}: {
  comptes: readonly CompteAge[]
  tous: readonly CompteAge[]
  q: string
  rang: number
}) => {
  const page = comptes.slice(rang, rang + taille)
  const url = withQuery(comptesUrl(), { q })
  return (
    <Page
      title="Comptes clients"
      lede="Ce que chaque client doit encore, rangé par retard sur l’échéance. Un avoir, une avance ou un trop-perçu viennent en déduction."
      path={path}
    >
      {tous.length === 0 ? (
        <Empty titre="Aucun compte n’est ouvert">
          Un compte naît avec la première facture d’un client, émise ici ou enregistrée d’un autre outil ; il
          se solde avec ses règlements.
        </Empty>
      ) : (
        <>
          <Filters label="Chercher un client" action={comptesUrl()}>
            <FilterField name="q" label="Client" value={q} />
          </Filters>
          {page.length === 0 ? (
            <p>
              {q === ''
                ? 'Personne ne doit rien aujourd’hui. Un compte soldé se retrouve par son nom.'
                : 'Aucun compte ne répond à cette recherche. L’accent et la casse ne comptent pas.'}
            </p>
          ) : (
            <Table
              legende="Soldes des clients, par retard"
              lignes={page}
              colonnes={[
                { titre: 'Client', entete: true, cell: (c) => <a href={lienDuCompte(c)}>{c.nom}</a> },
                ...tranches.map((t) => ({
                  titre: motTranche[t],
                  nombre: true,
                  cell: (c: CompteAge) => (c.parTranche[t] === 0 ? '' : formaterCentimes(c.parTranche[t])),
                })),
                {
                  titre: 'À déduire',
                  nombre: true,
                  cell: (c) => (c.credit === 0 ? '' : formaterCentimes(c.credit)),
                },
                { titre: 'Solde', nombre: true, cell: (c) => formaterMontant(c.solde) },
              ]}
              pied={[
                'Ensemble',
                ...tranches.map((t) => formaterCentimes(somme(comptes.map((c) => c.parTranche[t])))),
                formaterCentimes(somme(comptes.map((c) => c.credit))),
                formaterMontant(somme(comptes.map((c) => c.solde))),
              ]}
            />
          )}
          <div class="pied">
            <nav aria-label="Pages">
              <p>
                {rang > 0 ? (
                  <a href={withQuery(url, { des: Math.max(0, rang - taille) || undefined })} rel="prev">
                    Précédents
                  </a>
                ) : (
                  <span class="eteint">Précédents</span>
                )}{' '}
                {rang + taille < comptes.length ? (
                  <a href={withQuery(url, { des: rang + taille })} rel="next">
                    Suivants
                  </a>
                ) : (
                  <span class="eteint">Suivants</span>
                )}
              </p>
            </nav>
            <p>
              <Exporter href={withQuery(url, { format: 'csv' })} />
            </p>
          </div>
        </>
      )}
    </Page>
  )
}

type Compte = {
  readonly nom: string
  readonly fiche: string
  readonly facturer: string
  readonly age: SoldeAge
  readonly lignes: ReturnType<typeof suivreCompte<LigneDeCompte & { readonly lettre: string }>>
  readonly ici: string
}

const direLigne = (l: Compte['lignes'][number]): string =>
  l.quoi === 'reglement'
    ? `${l.montant <= 0 ? 'Règlement' : 'Règlement annulé ou rendu'}, ${l.moyen ? motMoyen[l.moyen] : ''}${l.libelle ? `, ${l.libelle}` : ''}`
    : `${motGenre[l.quoi]} ${l.libelle}`

const VueCompte = ({ c, facture }: { c: Compte; facture: boolean }) => (
  <Page
    title={`Compte de ${c.nom}`}
    lede={
      c.age.solde > 0
        ? `${formaterMontant(c.age.solde)} restent dus.`
        : c.age.solde < 0
          ? `Nous lui devons ${formaterMontant(-c.age.solde as typeof c.age.solde)}.`
          : 'Ce compte est soldé.'
    }
    path={[...path, { libelle: 'Comptes clients', href: comptesUrl() }]}
  >
    <Section
      titre="Ce qui reste dû"
      id="reste"
      sous="par retard sur l’échéance"
      outils={[
        { libelle: 'Sa fiche', href: c.fiche },
        ...(facture ? [{ libelle: 'Facturer autre chose', href: c.facturer }] : []),
      ]}
    >
      <Definitions
        lignes={[
          ...tranches.map((t) => [motTranche[t], formaterMontant(c.age.parTranche[t])] as const),
          ['À déduire', formaterMontant(c.age.credit)],
        ]}
      />
    </Section>
    <Section
      titre="Le compte"
      id="compte"
      sous="du plus ancien au plus récent ; une même lettre : ces lignes se soldent entre elles"
    >
      <Table
        legende="Pièces et règlements, et ce que le compte doit après chacun"
        lignes={c.lignes}
        colonnes={[
          {
            titre: 'Pièce',
            entete: true,
            cell: (l) =>
              l.facture ? <a href={factureUrl({ facture: l.facture })}>{direLigne(l)}</a> : direLigne(l),
          },
          { titre: 'Date', cell: (l) => formaterDate(l.jour, 'court') },
          { titre: 'Échéance', cell: (l) => (l.echeance ? formaterDate(l.echeance, 'court') : '') },
          { titre: 'Débit', nombre: true, cell: (l) => (l.montant > 0 ? formaterCentimes(l.montant) : '') },
          {
            titre: 'Crédit',
            nombre: true,
            cell: (l) => (l.montant < 0 ? formaterCentimes(-l.montant as typeof l.montant) : ''),
          },
          { titre: 'Solde', nombre: true, cell: (l) => formaterCentimes(l.apres) },
          { titre: 'Lettre', cell: (l) => l.lettre },
        ]}
      />
      <p>
        <Exporter href={withQuery(c.ici, { format: 'csv' })} />
      </p>
    </Section>
  </Page>
)

const lireCompte = async (
  tx: TenantTx,
  genre: Exclude<GenreDeCompte, 'nom'>,
  id: string,
  maintenant: Date,
): Promise<Compte | undefined> => {
  const entreprise = genre === 'entreprise' ? asId<'Entreprise'>(id) : undefined
  const personne = genre === 'personne' ? asId<'Tiers'>(id) : undefined
  const e = entreprise && (await lireEntreprise(tx, entreprise))
  const p = personne && (await lireTiers(tx, personne))
  const cle = e?.id ?? p?.id
  if (!cle) return undefined
  const lu = (await listerComptes(tx)).find((x) => x.genre === genre && x.cle === cle)
  const lignes = suivreCompte(lettrer(await lignesDuCompte(tx, genre, cle)))
  const le = await jourIci(tx, maintenant)
  return {
    nom: e?.nom ?? (p ? `${p.prenom} ${p.nom}` : ''),
    fiche: genre === 'entreprise' ? entrepriseUrl({ entreprise: cle }) : personneUrl({ personne: cle }),
    facturer: withQuery(nouvelleFactureUrl(), { [genre]: cle }),
    age: agerCompte(lu ?? { facture: somme([]), regle: somme([]), ouvertes: [] }, le),
    lignes,
    ici: compteUrl({ genre, payeur: cle }),
  }
}

export const comptesPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get('/factures/comptes', exigerDroit('facturation.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        if (!peutVisiteur(visiteur, 'facturation.lire') && !visiteur.enseigne)
          return forbidden(c, droits['facturation.lire'].phrase)
        const le = await jourIci(tx, clock.now())
        const q = (c.req.query('q') ?? '').trim().slice(0, 100)
        const pli = plier(q)
        const tous = (await listerComptes(tx)).map((x): CompteAge => ({ ...x, ...agerCompte(x, le) }))
        // Sans recherche, ceux qui doivent ou à qui l’on doit ; par son nom, tout compte se retrouve.
        const comptes = tous.filter((x) =>
          pli === ''
            ? x.ouvert !== 0 || x.credit !== 0
            : ` ${x.pli}`.includes(` ${pli}`) || ` ${plier(x.nom)}`.includes(` ${pli}`),
        )
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'comptes-clients',
            enCsv(
              ['client', ...tranches.map((t) => motTranche[t].toLowerCase()), 'a_deduire', 'solde'],
              comptes.map((x) => [
                x.nom,
                ...tranches.map((t) => montantDecimal(x.parTranche[t])),
                montantDecimal(x.credit),
                montantDecimal(x.solde),
              ]),
            ),
          )
        const des = Number(c.req.query('des') ?? '0')
        const rang = Number.isInteger(des) && des > 0 && des < comptes.length ? des : 0
        return c.html(<VueListe comptes={comptes} tous={tous} q={q} rang={rang} />)
      }),
    )
    .get('/factures/comptes/:genre/:payeur{[0-9a-f-]{36}}', exigerDroit('facturation.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        if (!peutVisiteur(visiteur, 'facturation.lire') && !visiteur.enseigne)
          return forbidden(c, droits['facturation.lire'].phrase)
        const genre = c.req.param('genre')
        if (genre !== 'entreprise' && genre !== 'personne') return notFound(c)
        const compte = await lireCompte(tx, genre, c.req.param('payeur'), clock.now())
        if (!compte) return notFound(c)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            `compte-${compte.nom}`,
            enCsv(
              ['date', 'piece', 'echeance', 'debit', 'credit', 'solde', 'lettre'],
              compte.lignes.map((l) => [
                l.jour,
                direLigne(l),
                l.echeance,
                l.montant > 0 ? montantDecimal(l.montant) : '',
                l.montant < 0 ? montantDecimal(-l.montant as typeof l.montant) : '',
                montantDecimal(l.apres),
                l.lettre,
              ]),
            ),
          )
        return c.html(
          <VueCompte
            c={compte}
            facture={!visiteur.assistance && peutVisiteur(visiteur, 'facturation.preparer')}
          />,
        )
      }),
    )
