/** Ce que le compte personnel de formation fait dire à une session : une action qu’il ne paie pas, un numéro, des déclarations. */
import { formaterDate } from '#kernel/dates.ts'
import { de, typographier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { offreUrl } from '#modules/catalogue/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AFaire, ManqueDeSession, Regard } from '#web/contributions.ts'
import { titulairesDuCpf } from '../db/cpf.queries.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import {
  declarationsDues,
  delaiDeDeclaration,
  douteDeligibilite,
  motDeclaration,
  numeroDuCpf,
} from '../domain/cpf.ts'
import { faitsDuCpf, offreDuCpf, titulairesUneFois } from '../gestes/declarer-cpf.ts'
import { dossierUrl } from '../liens.ts'

/** Au plus, dans une journée : une rentrée de trente titulaires ferait une liste de la même phrase. */
const max = 4

/** Ce qui s’y déclara le fut avant, ou ailleurs : la session n’en réclame plus rien. */
const closes: ReadonlySet<SessionLue['etat']> = new Set(['cloturee', 'archivee'])

/** `dossiers` : ceux que la personne voit, et dont quelque chose est encore attendu ; `note` : elle peut y noter. */
export const manquesDuCpf = async (
  tx: TenantTx,
  session: SessionLue,
  dossiers: readonly DossierLu[],
  maintenant: Date,
  note: boolean,
): Promise<ManqueDeSession[]> => {
  const siens = dossiers.filter((d) => d.regime === 'cpf')
  if (siens.length === 0 || closes.has(session.etat)) return []
  const aujourdhui = jourLocal(maintenant, session.zone)
  const [offre, titulaires] = await Promise.all([offreDuCpf(tx, session), titulairesUneFois(tx, session.id)])
  const doute = douteDeligibilite(offre, session.debut ?? aujourdhui)
  const vers = (d: { readonly id: string }) => `${dossierUrl({ session: session.id, dossier: d.id })}#cpf`
  const manques: ManqueDeSession[] = []
  if (doute)
    manques.push({
      etat: doute.contraire ? 'manquant' : 'partiel',
      chose: (
        <>
          <strong>Action payée par le CPF{doute.contraire ? '' : ', à vérifier'}</strong> : {doute.phrase}
        </>
      ),
      qui: 'L’équipe',
      quand: session.debut !== null && session.debut <= aujourdhui ? 'en retard' : 'avant le début',
      geste: <a href={offreUrl({ offre: session.offre })}>Ouvrir l’offre</a>,
    })
  for (const d of siens) {
    if (numeroDuCpf(d.financements) === undefined)
      manques.push({
        etat: 'partiel',
        chose: (
          <>
            <strong>Numéro de dossier Mon Compte Formation à noter</strong> : {d.client}.
          </>
        ),
        qui: 'L’équipe',
        quand: 'avant de déclarer l’entrée',
        geste: note ? <a href={vers(d)}>Noter</a> : null,
      })
    for (const t of titulaires.filter((x) => x.dossier === d.id))
      for (const x of declarationsDues(faitsDuCpf(t), aujourdhui))
        manques.push({
          etat: 'manquant',
          chose: (
            <>
              <strong>Mon Compte Formation, {motDeclaration[x.quoi]} à déclarer</strong> : {t.prenom} {t.nom},
              le {formaterDate(x.fait)}
              {x.quoi === 'entree' ? ', si la personne est venue' : ''}.
            </>
          ),
          qui: 'L’équipe',
          quand: `${x.avant < aujourdhui ? 'en retard, c’était' : 'au plus tard'} le ${formaterDate(x.avant)}`,
          geste: note ? <a href={vers({ id: t.dossier })}>Noter la déclaration</a> : null,
        })
  }
  return manques
}

/** Ce qui est arrivé et que la plateforme attend, le plus pressé d’abord. */
export const aDeclarerAuCpf = async (
  tx: TenantTx,
  { visiteur, maintenant }: Regard,
  zone: Parameters<typeof jourLocal>[1],
): Promise<AFaire[]> => {
  if (!peutVisiteur(visiteur, 'inscriptions.inscrire')) return []
  const aujourdhui = jourLocal(maintenant, zone)
  return (await titulairesDuCpf(tx, { aujourdhui }))
    .flatMap((t) => declarationsDues(faitsDuCpf(t), jourLocal(maintenant, t.zone)).map((x) => ({ ...x, t })))
    .toSorted((a, b) => a.avant.localeCompare(b.avant))
    .slice(0, max)
    .map(({ quoi, fait, avant, t }) => ({
      href: `${dossierUrl({ session: t.session, dossier: t.dossier })}#cpf`,
      verbe: 'Déclarer',
      chose: `${motDeclaration[quoi]} ${de(`${t.prenom} ${t.nom}`)}`,
      detail: typographier(
        `${t.intitule}, ${formaterDate(fait)}${quoi === 'entree' ? ', si la personne est venue' : ''} : Mon Compte Formation l’attend sous ${delaiDeDeclaration(fait)} jours ouvrés.`,
      ),
      geste: 'Noter la déclaration',
      terme: { jour: avant, fixe: 'engagement' as const },
    }))
}
