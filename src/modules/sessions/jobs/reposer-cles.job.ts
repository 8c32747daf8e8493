import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { pourChacune } from '#platform/jobs/tournee.ts'
import { reposerClesPerimees } from '../db/cles.ts'

export const tourneeCles = 'sessions.reposer-cles'

/**
 * Les heures à venir d'une personne suivent sa clé : son compte tant qu'elle est de la coopérative, sa fiche ensuite. Une adhésion finit
 * à une date, sans que rien n'arrive dans la base ce jour-là : chaque nuit, chaque coopérative reprend les siennes.
 */
export const reposerLesCles: SystemJobHandler = pourChacune(reposerClesPerimees)
