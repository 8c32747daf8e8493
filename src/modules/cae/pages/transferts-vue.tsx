import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { compter } from '#kernel/texte.ts'
import { equipeUrl } from '#modules/organisme/index.ts'
import { Etat, Section, Table } from '#web/components.tsx'
import { etatsDeTransfert, type Transfert } from '../domain/transferts.ts'
import type { Remis } from '../lecture/transferts.ts'
import { activiteUrl, sortieUrl } from '../liens.ts'

const marque = {
  propose: 'a-venir',
  remis: 'partiel',
  accueilli: 'prouve',
  refuse: 'sans-objet',
  retire: 'sans-objet',
} as const
export const EtatDe = ({ t }: { t: Transfert }) => (
  <Etat etat={marque[t.etat]} mot={etatsDeTransfert[t.etat]} />
)

/** L’autre coopérative l’a écrit : ce qui n’est pas une date se lit tel quel. */
const jourDe = (t: string): string => {
  const d = dateCivile(t)
  return d ? formaterDate(d) : t
}

/** Ce qui est remis, et les références. */
export const Recu = ({ remis }: { remis: Remis }) => (
  <>
    <Section
      titre="Ce qui est remis"
      id="remis"
      sous={`${compter(remis.programmes.length, 'programme')}, ${compter(remis.supports.length, 'support')}, ${compter(remis.references.length, 'référence')}. Les preuves, les papiers émis et les factures restent à la première coopérative.`}
    >
      <ul>
        {remis.programmes.map((p) => (
          <li>{p.intitule}</li>
        ))}
        {remis.supports.map((s) => (
          <li>
            {s.titre} <small>support{s.programme ? `, ${s.programme}` : ''}</small>
          </li>
        ))}
      </ul>
    </Section>
    {remis.references.length === 0 ? null : (
      <Section
        titre="Références"
        id="references"
        sous="Ce que l’enseigne a fait chez la première coopérative."
      >
        <Table
          legende="Les actions menées, la plus récente d’abord"
          lignes={remis.references}
          colonnes={[
            { titre: 'Action', entete: true, cell: (r) => r.intitule },
            { titre: 'Du', cell: (r) => `${jourDe(r.du)} au ${jourDe(r.au)}` },
            { titre: 'Durée', nombre: true, cell: (r) => formaterDuree(Math.round(r.heures * 60)) },
            { titre: 'Personnes formées', nombre: true, cell: (r) => r.personnesFormees },
          ]}
        />
      </Section>
    )}
  </>
)

/** Ce que l’accueil laisse à faire, de chaque côté. */
export const Suite = ({ t }: { t: Transfert }) => {
  if (t.etat === 'accueilli' && t.nee)
    return (
      <Section titre="Ce qui reste à faire" id="suite">
        <ul>
          <li>
            <a href={activiteUrl({ activite: t.nee })}>Ouvrir l’enseigne</a> : ses programmes sont des
            brouillons, ses supports attendent qu’on dise ce que l’on en fait ici.
          </li>
          {t.gens.map((g) => (
            <li>
              <a href={equipeUrl()}>Inviter {`${g.prenom} ${g.nom}`.trim()}</a> ({g.courriel}) : avec ce
              courriel, son compte retrouve sa fiche.
            </li>
          ))}
        </ul>
      </Section>
    )
  if (t.etat === 'accueilli' && t.enseigne)
    return (
      <Section titre="Ce qui reste à faire" id="suite">
        <p>
          <a href={sortieUrl({ activite: t.enseigne })}>
            Retirer les fiches publiques, finir ce qui court, fermer l’enseigne
          </a>{' '}
          : les preuves et les factures restent à {t.de}.
        </p>
      </Section>
    )
  return null
}
