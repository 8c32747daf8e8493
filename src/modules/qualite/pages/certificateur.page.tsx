/** Le dossier que demande un certificateur, en un geste ; et les preuves d’un échantillon, rangées par indicateur. */

import { Hono } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { adhesions } from '#modules/comptes/index.ts'
import {
  asRole,
  exigerDroit,
  lireOrganisme,
  listerEtablissements,
  mentionForme,
  roles,
} from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { FichierZip } from '#platform/zip/zip.ts'
import { ecrireCsv, enCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { repondreArchive } from '#web/http/archive.ts'
import { notFound } from '#web/http/errors.tsx'
import { pageSeule } from '#web/page-seule.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireAudit, lirePhoto } from '../db/audit-blanc.ts'
import { decrireActivite, lireDernierBpf } from '../db/certificateur.ts'
import { motsCategories, motsGenreAudit, motsSituation } from '../domain/mots.ts'
import { lirePhotoFigee, pourAuditeur } from '../domain/photo.ts'
import { preuvesLisibles } from '../lecture/lire-preuve.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { auditPreuvesUrl, certificateurUrl } from '../liens.ts'
import { jourDe } from './audit-vue.tsx'
import { archiveDePhoto } from './dossier-archive.tsx'

const octets = (t: string) => new TextEncoder().encode(t)

/** SIREN, statut, NDA, catégories, activité, sites, organigramme, dernier BPF, et la déclaration à signer. */
async function* dossierCertificateur(tx: TenantTx, maintenant: Date): AsyncGenerator<FichierZip, void> {
  const o = await lireOrganisme(tx)
  const lu = await lireRegard(tx, maintenant)
  const activite = await decrireActivite(tx, lu)
  const bpf = await lireDernierBpf(tx)
  const sites = (await listerEtablissements(tx)).filter((s) => !s.fermeLe)
  const gens = (await adhesions(tx)).filter(
    (a) => !a.enAttente && a.au === null && !a.roles.includes('auditeur'),
  )
  const fonctions = (liste: readonly string[]) =>
    liste
      .flatMap((r) => {
        const role = asRole(r)
        return role ? [roles[role].nom] : []
      })
      .join(', ')
  const dirigeants = gens.filter((a) => a.roles.includes('responsable')).map((a) => `${a.prenom} ${a.nom}`)
  yield {
    nom: 'organigramme.csv',
    octets: octets(
      ecrireCsv(
        enCsv(
          ['prenom', 'nom', 'fonctions', 'depuis'],
          gens.map((a) => [a.prenom, a.nom, fonctions(a.roles), a.du]),
        ),
      ),
    ),
  }
  yield {
    nom: 'sites.csv',
    octets: octets(
      ecrireCsv(
        enCsv(
          ['nom', 'siret', 'adresse', 'code_postal', 'ville'],
          sites.map((s) => [s.nom, s.siret, s.adresse, s.codePostal, s.ville]),
        ),
      ),
    ),
  }
  const { cadre } = lu
  const lignes: readonly (readonly [string, string])[] = [
    ['Raison sociale', o.nom],
    ['Statut', mentionForme(o.forme)],
    ['SIREN, SIRET', `${o.siret.slice(0, 9)}, ${o.siret}`],
    [
      'Déclaration d’activité',
      o.nda ? `${o.nda}${o.ndaPrefet ? `, préfet ${o.ndaPrefet}` : ''}` : 'à écrire',
    ],
    ['Adresse', [o.adresse, o.codePostal, o.ville].filter((x) => x).join(' ') || 'à écrire'],
    ['Direction', dirigeants.join(', ') || 'à écrire'],
    [
      'Audit',
      cadre
        ? `${motsGenreAudit[cadre.genre]}, ${formaterDate(cadre.auditLe as DateCivile, 'complet')}`
        : 'à dire',
    ],
    ['Catégories (L6313-1)', cadre?.categories.map((c) => motsCategories[c]).join(', ') ?? 'à dire'],
    ['Situation', cadre?.situation.map((x) => motsSituation[x]).join(', ') || 'rien de particulier'],
    [
      'Activité regardée',
      activite && cadre
        ? `${activite.sessions} sessions et ${activite.stagiaires} stagiaires depuis le ${formaterDate(cadre.depuis as DateCivile)} ; ${activite.distance} à distance ou mixtes, ${activite.certifiantes} certifiantes, ${activite.confiees} confiées à une autre structure, ${activite.recues} réalisées pour un autre organisme`
        : 'aucune',
    ],
    ['Sites', sites.map((s) => `${s.nom} (${s.ville})`).join(', ') || 'aucun lieu écrit'],
    [
      'Dernier BPF',
      bpf
        ? `exercice du ${formaterDate(bpf.debut as DateCivile)} au ${formaterDate(bpf.fin as DateCivile)}, transmis le ${formaterDate(bpf.transmisLe as DateCivile)}`
        : 'aucun dépôt gardé ici',
    ],
  ]
  yield {
    nom: 'index.html',
    octets: octets(
      pageSeule(
        `Dossier pour le certificateur, ${o.nom}`,
        <>
          <h1>Dossier pour le certificateur</h1>
          <p>Établi le {jourDe(maintenant)} depuis les faits de la coopérative.</p>
          <table>
            <tbody>
              {lignes.map(([nom, valeur]) => (
                <tr>
                  <th scope="row">{nom}</th>
                  <td>{valeur}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            Jointes : <a href="organigramme.csv">l’organigramme nominatif et fonctionnel</a>,{' '}
            <a href="sites.csv">les sites</a>.
          </p>
          <h2>Déclaration sur l’honneur</h2>
          <p>
            Je soussigné·e, {dirigeants[0] ?? '…………………'}, représentant {o.nom}, déclare sur l’honneur qu’aucun
            autre contrat de certification n’est en cours pour cet organisme, et qu’aucun refus ni retrait de
            certification ne date de moins de trois mois.
          </p>
          <p>Fait à ………………… le ………………… Signature :</p>
        </>,
      ),
    ),
  }
}

export const certificateurPages = ({ db, clock, storage }: Pick<Services, 'db' | 'clock' | 'storage'>) =>
  new Hono<Env>()
    .get(certificateurUrl(), exigerDroit('qualite.ecrire'), (c) =>
      pourVisiteur(c, db, (tx) =>
        repondreArchive('dossier-certificateur', dossierCertificateur(tx, clock.now()), clock.now()),
      ),
    )
    .get(auditPreuvesUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Audit'>(c.req.param('audit'))
        const a = id && (await lireAudit(tx, id))
        const prise = a && (await lirePhoto(tx, a.id))
        const photo = lirePhotoFigee(prise?.contenu)
        if (!a || !prise || !photo) return notFound(c)
        const pieces = (await preuvesLisibles(tx, a.id, visiteur, clock.now())).map((p) => ({
          id: p.id,
          libelle: p.libelle,
          lire: () => storage.get(tx, p.fichier),
        }))
        return repondreArchive(
          'preuves-par-indicateur',
          archiveDePhoto(pourAuditeur(photo), pieces, {
            titre: `Les preuves ${de(photo.organisme)}, par indicateur`,
            prisLe: jourDe(prise.priseLe),
          }),
          clock.now(),
        )
      }),
    )
