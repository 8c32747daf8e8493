import { formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import { type Droit, liste, mots } from '#modules/organisme/index.ts'
import { ButtonLink, Empty, Section } from '#web/components.tsx'
import { lireBiens, lireReservations } from '../db/biens.ts'
import {
  type Bien,
  direConfigurations,
  direHeures,
  etatsDeReservation,
  reservationsVives,
  toutesTaxes,
} from '../domain/biens.ts'
import { biensUrl, bienUrl, preterBienUrl, reserverBiensUrl } from '../liens.ts'

/** Qui lit les biens prêtés : qui cherche au vivier, qui tient les salles, qui tient les comptes. */
export const litLesBiens = (peut: (droit: Droit) => boolean): boolean =>
  peut('vivier.lire') || peut('salles.tenir') || peut('echanges.tenir')
export const phraseDesBiens =
  'Qui prépare des sessions, tient les salles ou les comptes lit les biens prêtés.'

const genre = (b: Bien) => (b.salle ? 'salle' : 'matériel')
const prix = (b: Bien) =>
  `${formaterMontant(b.membre)} hors taxes, ${formaterMontant(toutesTaxes(b.membre, b.taux))} toutes taxes, la demi-journée`

export const biensPage = liste({
  lien: biensUrl,
  droit: 'pole.lire',
  entre: ({ peut }) => litLesBiens(peut),
  ferme: phraseDesBiens,
  titre: 'Salles et matériel du pôle',
  lede: 'Ce que les coopératives de vos pôles se prêtent. Chacun voit ce qui est occupé, jamais par qui.',
  legende: 'Les salles et le matériel prêtés, par nom',
  chercher: 'Chercher une salle, du matériel',
  filtres: { q: mots('Nom, ville, équipement') },
  async lire(tx, { q }, page, taille) {
    const rang = (b: Bien) => `${plier(b.titre)} ${b.bien}`
    const repere = page.cle?.join(' ')
    const avant = page.sens === 'avant'
    const lignes = (await lireBiens(tx))
      .filter((b) => {
        const texte = plier(
          `${b.titre} ${b.adresse} ${b.equipement} ${direConfigurations(b)} ${b.acces} ${b.cooperative}`,
        )
        return (
          b.retireLe === null &&
          plier(q)
            .split(' ')
            .every((m) => texte.includes(m))
        )
      })
      .toSorted((a, b) => (rang(a) < rang(b) ? -1 : 1))
      .filter((b) => repere === undefined || (avant ? rang(b) < repere : rang(b) > repere))
    return (avant ? lignes.toReversed() : lignes).slice(0, taille + 1)
  },
  cle: (b) => [plier(b.titre), b.bien],
  colonnes: [
    {
      titre: 'Bien',
      entete: true,
      cell: (b) => (
        <>
          <a href={bienUrl({ bien: b.bien })}>{b.titre}</a> <small>{b.cooperative}</small>
        </>
      ),
      csv: (b) => b.titre,
    },
    { titre: 'Coopérative', csv: (b) => b.cooperative },
    { titre: 'Genre', cell: genre, csv: genre },
    { titre: 'Où', cell: (b) => b.adresse, csv: (b) => b.adresse },
    { titre: 'Places', cell: direConfigurations, csv: direConfigurations },
    { titre: 'Accès', cell: (b) => b.acces, csv: (b) => b.acces },
    { titre: 'Prix', cell: prix },
    { titre: 'La demi-journée, en euros hors taxes', csv: (b) => montantDecimal(b.membre) },
  ],
  outils: ({ peut }) => [
    peut('salles.tenir') && { libelle: 'Réserver plusieurs salles', href: reserverBiensUrl() },
    peut('salles.tenir') && { libelle: 'Prêter une salle', href: preterBienUrl() },
  ],
  // Ce qui est réservé s’ouvre d’ici, même si le bien n’est plus prêté.
  async autour(tx) {
    const demandees = Map.groupBy(
      (await lireReservations(tx))
        .filter((r) => r.mienne && reservationsVives.some((e) => e === r.etat))
        .toSorted((x, y) => x.debut.getTime() - y.debut.getTime()),
      (r) => r.bien,
    )
    if (demandees.size === 0) return {}
    return {
      apres: (
        <Section titre="Ce que nous avons demandé" id="demandes">
          <ul>
            {[...demandees].map(([bien, siennes]) => (
              <li>
                <a href={bienUrl({ bien })}>
                  {siennes[0]?.titre}, {siennes[0]?.envoyeur}
                </a>
                <br />
                <small>
                  {siennes.map((r) => `${direHeures(r)}, ${etatsDeReservation[r.etat][1]}`).join(' ; ')}
                </small>
              </li>
            ))}
          </ul>
        </Section>
      ),
    }
  },
  rien: ({ peut }) => (
    <Empty
      titre="Rien n’est encore prêté dans vos pôles."
      {...(peut('salles.tenir') && {
        gestes: <ButtonLink href={preterBienUrl()}>Prêter une salle, ou du matériel</ButtonLink>,
      })}
    >
      Une salle se prête telle que vous la tenez : ses séances et ses prêts ne se chevauchent jamais.
    </Empty>
  ),
  sansReponse: () => (
    <div class="vide">
      <p>Rien ne répond à cette recherche.</p>
    </div>
  ),
})
