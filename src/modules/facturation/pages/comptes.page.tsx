/** Ce que chaque client doit, et depuis quand ; puis son compte, pièce à pièce. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterCentimes, formaterMontant, montantDecimal, somme } from '#kernel/montant.ts'
import { de, plier } from '#kernel/texte.ts'
import { exigerDroit, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Definitions, Empty, Exporter, FilterField, Filters, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type CompteLu, listerComptes } from '../db/comptes.queries.ts'
import { agerCompte, motTranche, type SoldeAge, tranches } from '../domain/comptes.ts'
import { motGenre, motMoyen } from '../domain/facture.ts'
import { rendreAvance } from '../gestes/avances.ts'
import { annulerReglement } from '../gestes/regler.ts'
import { type Compte, lireCompte } from '../lecture/lire-compte.ts'
import {
  annulerAvanceUrl,
  comptesUrl,
  compteUrl,
  facturesUrl,
  factureUrl,
  rendreAvanceUrl,
} from '../liens.ts'
import { Avances, type FormeAvance, fieldsAvance } from './avances-vue.tsx'
import { jourIci, path, pourListe } from './commun.ts'

const taille = 50

type CompteAge = CompteLu & SoldeAge

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
                {
                  titre: 'Client',
                  entete: true,
                  cell: (c) => <a href={compteUrl({ genre: c.genre, payeur: c.cle })}>{c.nom}</a>,
                },
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

const direLigne = (l: Compte['lignes'][number]): string =>
  l.quoi === 'reglement'
    ? `${l.rend ? 'Avance rendue' : l.montant <= 0 ? 'Règlement' : 'Règlement annulé ou rendu'}, ${l.moyen ? motMoyen[l.moyen] : ''}${l.libelle ? `, ${l.libelle}` : ''}`
    : `${motGenre[l.quoi]} ${l.libelle}`

const VueCompte = ({
  c,
  facture,
  rend,
  form,
}: {
  c: Compte
  facture: boolean
  rend: boolean
  form?: FormeAvance
}) => (
  <Page
    title={`Compte ${de(c.nom)}`}
    lede={
      c.age.solde > 0
        ? `${formaterMontant(c.age.solde)} restent dus.`
        : c.age.solde < 0
          ? `Nous lui devons ${formaterMontant(-c.age.solde as typeof c.age.solde)}.`
          : 'Ce compte est soldé.'
    }
    path={[...path, { libelle: 'Comptes clients', href: comptesUrl() }]}
    {...(form?.alert ? { alert: form.alert } : {})}
  >
    <Section
      titre="Ce qui reste dû"
      id="reste"
      sous="par retard sur l’échéance"
      outils={
        c.liens
          ? [
              ...(peutSuivre('inscriptions.lire', { liste: true })
                ? [{ libelle: 'Sa fiche', href: c.liens.fiche }]
                : []),
              ...(facture ? [{ libelle: 'Facturer autre chose', href: c.liens.facturer }] : []),
            ]
          : [{ libelle: 'Ses factures', href: withQuery(facturesUrl(), { q: c.nom }) }]
      }
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
    {rend ? <Avances c={c} form={form} /> : null}
  </Page>
)

/** Le compte de l’adresse ; un genre inventé n’en est pas un. */
const compteDe = async (c: Context<Env>, tx: TenantTx, maintenant: Date): Promise<Compte | undefined> => {
  const genre = c.req.param('genre')
  const payeur = c.req.param('payeur') ?? ''
  return (genre === 'entreprise' || genre === 'personne' || genre === 'nom') && payeur.length <= 300
    ? lireCompte(tx, genre, payeur, await jourIci(tx, maintenant))
    : undefined
}

export const comptesPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(comptesUrl.modele, exigerDroit('facturation.lire'), (c) =>
      pourListe(c, db, async (tx) => {
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
              ['client', ...tranches.map((t) => motTranche[t]), 'a_deduire', 'solde'],
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
    .post(rendreAvanceUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fieldsAvance, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const compte = await compteDe(c, tx, clock.now())
        if (!compte || !peutVisiteur(visiteur, 'facturation.emettre')) return notFound(c)
        const revenir = (form: FormeAvance, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(<VueCompte c={compte} facture={false} rend form={form} />, status)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const reglement = asId<'Reglement'>(lu.data.reglement)
        if (!reglement)
          return revenir(withAlert(lu.form, 'Choisissez le versement dont l’avance est rendue.'), 422)
        const id = (lu.jeton && asId<'Reglement'>(lu.jeton)) || newId<'Reglement'>(clock.now())
        // Le versement est de ce compte, ou fut déjà rendu en entier par ce même envoi.
        const sien =
          compte.avances.some((a) => a.reglement === reglement) || compte.lignes.some((l) => l.id === id)
        if (!sien) return revenir(withAlert(lu.form, 'Ce compte n’a plus d’avance sur ce versement.'), 409)
        const { jour, montant, moyen, reference } = lu.data
        const r = await rendreAvance(
          tx,
          { id, reglement, jour, montant, moyen, reference: reference || null },
          clock.now(),
          await jourIci(tx, clock.now()),
        )
        return r.ok
          ? redirectWith(c, compte.ici, {
              genre: 'fait',
              fort: 'Le remboursement est enregistré.',
              suite:
                r.value > 0
                  ? `Restent ${formaterMontant(r.value)} d’avance sur ce versement.`
                  : 'Le versement et ce qui en fut rendu se soldent.',
            })
          : revenir(withAlert(lu.form, r.error.phrase), 409)
      })
    })
    .post(annulerAvanceUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(z.object({ reglement: texte({ max: 40 }) }), c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const compte = await compteDe(c, tx, clock.now())
        const id = lu.ok ? asId<'Reglement'>(lu.data.reglement) : undefined
        if (!compte || !id || !peutVisiteur(visiteur, 'facturation.emettre')) return notFound(c)
        if (!compte.lignes.some((l) => l.id === id && l.rend)) return notFound(c)
        const r = await annulerReglement(tx, id, clock.now(), await jourIci(tx, clock.now()))
        return redirectWith(
          c,
          compte.ici,
          r.ok
            ? { genre: 'fait', fort: 'Ce remboursement est annulé : l’avance revient.' }
            : { genre: 'mal', fort: r.error.phrase },
        )
      })
    })
    .get(compteUrl.modele, exigerDroit('facturation.lire'), (c) =>
      pourListe(c, db, async (tx, visiteur) => {
        const compte = await compteDe(c, tx, clock.now())
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
            rend={!visiteur.assistance && peutVisiteur(visiteur, 'facturation.emettre')}
          />,
        )
      }),
    )
