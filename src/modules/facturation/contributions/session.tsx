/** Ce que la facturation montre et sait d’une session : ce qui est facturé, ce qu’elle coûte, ce qui reste à émettre. */
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant, somme } from '#kernel/montant.ts'
import { typographier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { dossiersUneFois, rienDu } from '#modules/inscriptions/index.ts'
import { motsDuPrix, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, partTenue, type SessionLue, sessionUneFois, sessionUrl } from '#modules/sessions/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { Definitions, Etat, Section, Table } from '#web/components.tsx'
import type { FaitsDeSession, SessionContribution } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { listerCharges } from '../db/enregistrer.ts'
import { listerFactures } from '../db/factures.queries.ts'
import { motGenre } from '../domain/facture.ts'
import { margeDe } from '../domain/marge.ts'
import { etatDeFacture, motEtatFacture } from '../domain/reglements.ts'
import { lireAFacturer } from '../gestes/preparer.ts'
import { facturerDossierUrl, factureUrl } from '../liens.ts'
import { formeDe } from '../pages/commun.ts'

/** Usage : la facture part la semaine qui suit la dernière séance. */
const delaiFacture = 7
const peuventReprendre: ReadonlySet<SessionLue['etat']> = new Set(['interrompue', 'reportee'])
const toutes = { sens: 'apres', cle: undefined } as const

const lire = uneFois(async (tx, sessionId) => {
  const id = asId<'Session'>(sessionId)
  if (!id) return undefined
  const [session, dossiers] = await Promise.all([sessionUneFois(tx, id), dossiersUneFois(tx, id)])
  return session && { session, dossiers }
})

const faits = async (
  tx: TenantTx,
  sessionId: string,
  visiteur: Visiteur,
  maintenant: Date,
): Promise<FaitsDeSession> => {
  const lu = await lire(tx, sessionId)
  if (!lu) return {}
  const { session, dossiers } = lu
  const fin = partTenue(session).fin ?? session.fin
  if (!fin || !session.fin) return {}
  const facturables = dossiers.filter((d) => !rienDu(d))
  // Une session sans client ne se facture pas : on n’en sait rien.
  if (facturables.length === 0) return {}
  const le = jourLocal(maintenant, session.zone)
  const aFaire = []
  let [venus, emises] = [0, 0]
  const lus = await Promise.all(
    facturables.map(async (d) => ({ d, f: await lireAFacturer(tx, session, d, maintenant) })),
  )
  for (const { d, f } of lus) {
    if (f.suivis.some((s) => s.suivi > 0)) venus += 1
    if (f.financements.some((x) => x.lignes.length > 0)) aFaire.push(d)
    if (f.financements.some((x) => x.deja > 0)) emises += 1
  }
  // Comme « À facturer » : interrompue, elle peut reprendre jusqu’au dernier jour posé ; terminée, elle a fini où elle s’est arrêtée.
  const finie = (peuventReprendre.has(session.etat) ? session.fin : fin) < le
  const jour = ajouterJours(fin, delaiFacture)
  const tout = venus > 0 && aFaire.length === 0
  const ouvre = peutVisiteur(visiteur, 'facturation.lire', {
    estSien: estSienne(session, visiteur.personneId),
  })
  const prepare = peutVisiteur(visiteur, 'facturation.preparer', {
    estSien: estSienne(session, visiteur.personneId),
  })
  const [premier] = aFaire
  return {
    suites:
      finie && prepare && premier
        ? [
            {
              rang: 35,
              chose:
                aFaire.length > 1
                  ? `Facturer ${aFaire.length} clients`
                  : typographier(`Facturer ${premier.client}`),
              geste: 'Préparer la facture',
              href: facturerDossierUrl({ session: session.id, dossier: premier.id }),
            },
          ]
        : [],
    gardes: venus > 0 && finie ? { 'factures-emises': tout } : {},
    arrets:
      premier || emises > 0
        ? [
            {
              zone: 'apres',
              arret: {
                libelle: 'Factures',
                href: ouvre
                  ? facturerDossierUrl({
                      session: session.id,
                      dossier: (premier ?? facturables[0])?.id ?? '',
                    })
                  : sessionUrl({ session: session.id }),
                etats: [tout ? 'prouve' : emises > 0 ? 'partiel' : 'a-venir'],
                date: formaterDate(jour, 'court').replace(/ \d{4}$/, ''),
                iso: jour,
                ecart: `fin + ${delaiFacture} j`,
                temps: tout ? 'fait' : 'a-venir',
              },
            },
          ]
        : [],
  }
}

export const contributionFacturation: SessionContribution = {
  nom: 'facturation',
  rang: 70,
  faits,
  async section(tx, sessionId, visiteur) {
    const lu = await lire(tx, sessionId)
    if (!lu || lu.dossiers.length === 0) return undefined
    const { session, dossiers } = lu
    if (!peutVisiteur(visiteur, 'facturation.lire', { estSien: estSienne(session, visiteur.personneId) }))
      return undefined
    const le = session.fin ?? jourLocal(session.creeLe, session.zone)
    const [toutesLesFactures, toutesLesCharges] = await Promise.all([
      listerFactures(tx, { session: session.id }, toutes, 200, le),
      peutVisiteur(visiteur, 'facturation.emettre')
        ? listerCharges(tx, {
            du: '1900-01-01' as typeof le,
            au: '2999-12-31' as typeof le,
            session: session.id,
          })
        : [],
    ])
    const factures = toutesLesFactures.filter((f) => !f.retiree)
    const charges = toutesLesCharges.filter((c) => !c.retiree)
    const m = margeDe(somme(factures.map((f) => f.ht)), somme(charges.map((c) => c.montant)))
    return (
      <Section
        titre="Facturation"
        id="facturation"
        plie={
          factures.length === 0
            ? 'Rien n’est encore facturé.'
            : `${formaterMontant(m.produits)}${motsDuPrix(session.tva, le).convenu === 'HT' ? ' hors taxes' : ''} facturés`
        }
      >
        <p>
          Facturer{' '}
          {dossiers.map((d, i) => (
            <>
              {i > 0 ? ', ' : ''}
              <a href={facturerDossierUrl({ session: session.id, dossier: d.id })}>{d.client}</a>
            </>
          ))}
          .
        </p>
        {factures.length > 0 ? (
          <Table
            legende="Factures et avoirs de la session"
            lignes={factures}
            colonnes={[
              {
                titre: 'Numéro',
                entete: true,
                cell: (f) => <a href={factureUrl({ facture: f.id })}>{f.numero}</a>,
              },
              { titre: 'Pièce', cell: (f) => motGenre[f.genre] },
              { titre: 'Payeur', cell: (f) => f.payeur },
              {
                titre: 'État',
                cell: (f) => (
                  <Etat etat={formeDe[etatDeFacture(f, le)]} mot={motEtatFacture[etatDeFacture(f, le)]} />
                ),
              },
              { titre: 'HT', nombre: true, cell: (f) => formaterMontant(f.ht) },
            ]}
          />
        ) : null}
        {charges.length > 0 || (factures.length > 0 && peutVisiteur(visiteur, 'facturation.emettre')) ? (
          <Definitions
            lignes={[
              ['Facturé HT', formaterMontant(m.produits)],
              [
                'Coûte HT',
                charges.length === 0 ? 'aucune charge n’y est rattachée' : formaterMontant(m.couts),
              ],
              [
                'Marge',
                charges.length === 0
                  ? 'inconnue, tant qu’aucune charge n’est dite'
                  : `${formaterMontant(m.marge)}${m.taux === null ? '' : typographier(`, soit ${Math.round(m.taux / 100)} %`)}`,
              ],
            ]}
          />
        ) : null}
      </Section>
    )
  },
}
